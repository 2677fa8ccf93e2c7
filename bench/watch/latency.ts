import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { startSandbox } from '../../sandbox/discord.ts';
import { parseDuration } from '../../src/inventory/duration.ts';
import { startSshd } from '../../test/support/servers/sshd.ts';
import { startBot } from '../scale/bot.ts';

type Options = { copies: number; interval: string };
/** ms since the epoch, by the service's name */
type Times = Map<string, number>;

/** No copy begins in the last part of the interval: which watch is the next one must be certain. */
const LAST_START = 0.95;
const STEP_MS = 50;

/**
 * `npm run bench -- --watch-latency`: how long after the start of a second copy of a trading bot the channel mentions the on-call
 * role and OpenClaw is woken. The real bot, a real sshd and real processes; the copies of as many bots start at random
 * instants between two watches, so that none is seen sooner because another one is suspected.
 */
export async function latency({ copies, interval }: Options): Promise<void> {
  const every = parseDuration(interval);
  if (!every) throw new Error('--interval takes a duration: 2m, 30s');
  const folder = mkdtempSync(join(tmpdir(), 'driftwatch-bench-'));
  const [sshd, sandbox, openclaw] = await Promise.all([startSshd(), startSandbox(), anOpenClaw()]);
  const running: ChildProcess[] = [];
  const names = Array.from({ length: copies }, (_, index) => `bot${index}-bench`);
  const services = names.map((name) => ({ name, machine: 'tesseract', risk_tier: 'CRITICAL' }));
  const machines = { tesseract: { host: sshd.host, port: sshd.port } };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ machines, services }));
  const run = (name: string) =>
    void running.push(spawn('sleep', ['3000'], { argv0: `/usr/bin/node /srv/${name}/server.js` }));
  for (const name of names) run(name);
  const bot = await startBot(
    {
      DISCORD_TOKEN: sandbox.token,
      DISCORD_APPLICATION_ID: sandbox.applicationId,
      DISCORD_GUILD_ID: sandbox.guildId,
      DISCORD_LOGS_CHANNEL_ID: sandbox.logsChannelId,
      DISCORD_ONCALL_ROLE_ID: sandbox.roles.oncall,
      DISCORD_API_URL: sandbox.api,
      MANIFEST_PATH: join(folder, 'manifest.json'),
      STATE_URL: `sqlite://${join(folder, 'state.sqlite')}`,
      SCAN_CRON: '0 0 29 2 *',
      WATCH_INTERVAL: interval,
      SSH_USER: sshd.user,
      SSH_KEY_PATH: sshd.keyPath,
      SSH_KNOWN_HOSTS_PATH: sshd.knownHostsPath,
      OPENCLAW_URL: openclaw.url,
      OPENCLAW_HOOK_TOKEN: 'bench',
      LOG_LEVEL: 'warn',
    },
    null,
  );
  const mention = `<@&${sandbox.roles.oncall}>`;
  // Of an announcement in several messages the first one mentions the role.
  const announced = () => {
    const messages = sandbox.messages();
    const first = messages.findIndex(({ content }) => content.includes(mention));
    return first === -1 ? [] : messages.slice(first).map(({ embeds }) => JSON.stringify(embeds));
  };
  const seen = { started: new Map(), told: new Map(), woken: new Map() } satisfies Record<string, Times>;
  try {
    while (!(await hasWatched(bot.url))) await pause(STEP_MS);
    const starts = names.map(async (name) => {
      await pause(Math.random() * every * LAST_START);
      run(name);
      seen.started.set(name, Date.now());
    });
    const until = Date.now() + every * 3;
    while (seen.told.size + seen.woken.size < copies * 2 && Date.now() < until) {
      note(seen.told, names, announced());
      note(seen.woken, names, openclaw.texts);
      await pause(STEP_MS);
    }
    await Promise.all(starts);
    print(`${copies} second copies, each started at a random instant; a watch every ${interval}`);
    print(`  until #logs mentions the on-call role  ${figures(seen.started, seen.told, every)}`);
    print(`  until OpenClaw is woken                ${figures(seen.started, seen.woken, every)}`);
  } finally {
    await bot.stop();
    for (const child of running) child.kill('SIGKILL');
    openclaw.close();
    await Promise.all([sshd.stop(), sandbox.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function hasWatched(url: string): Promise<boolean> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return /^driftwatch_watch_duration_seconds [\d.]+$/m.test(metrics);
}

/** Takes down when a text first names a service's duplicate. */
function note(times: Times, names: readonly string[], texts: readonly string[]): void {
  for (const name of names) {
    const isNew =
      !times.has(name) && texts.some((each) => each.includes(`${name} `) && /duplicate/.test(each));
    if (isNew) times.set(name, Date.now());
  }
}

function figures(started: Times, told: Times, every: number): string {
  const took = [...told]
    .map(([name, at]) => (at - (started.get(name) ?? at)) / 1000)
    .toSorted((a, b) => a - b);
  const [least, median, most] = [0, Math.floor(took.length / 2), took.length - 1].map(
    (at) => took[at] ?? NaN,
  );
  const seconds = [least, median, most].map((value = NaN) => value.toFixed(1)).join(' / ');
  const ratios = [median, most].map((value = NaN) => ((value * 1000) / every).toFixed(2)).join(' / ');
  return `${told.size} told; min / median / max ${seconds} s; median / max ${ratios} intervals`;
}

async function anOpenClaw() {
  const texts: string[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    texts.push(await text(request));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
  };
  const server = createServer((request, response) => {
    void take(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, texts, close: () => void server.close() };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
