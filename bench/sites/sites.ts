import { execFileSync, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, getPriority, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { startSandbox } from '../../sandbox/discord.ts';
import { startRedis } from '../../test/support/servers/redis.ts';
import { startBot } from '../scale/bot.ts';
import { World } from '../scale/world-answers.ts';
import { countedRatio } from './counted.ts';
import type { Spent } from './counted.ts';
import { processorSeconds } from './processor.ts';
import { warmUps } from './warm-up.ts';
import { startWorkers } from './workers.ts';

type Options = { machines: number; rounds: number; profile: string | null };
type Measured = Spent & {
  seconds: number;
  longest: number;
  work: number;
  peak: number;
  redisMb: number;
  observed: number;
  /** seconds of processor time */
  fleet: number;
};

const cores = availableParallelism();
/** nice(1): how far the fleet stands behind the bot and its workers */
const LOWER = 5;

/**
 * `npm run bench -- --sites`: the real bot audits a fleet that answers from another process, once by itself and then
 * through 1, 2 and 4 workers of one site.
 */
export async function sites({ machines, rounds, profile }: Options): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'driftwatch-sites-'));
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'key')]);
  const world = fork(fileURLToPath(new URL('../scale/world.ts', import.meta.url)), [
    folder,
    String(machines),
    '0',
  ]);
  const [said]: unknown[] = await once(world, 'message');
  const { github, token } = World.parse(said);
  // It plays the other machines, so its own processor time must not count.
  if (world.pid !== undefined) setPriority(world.pid, Math.min(19, getPriority() + LOWER));
  const Manifest = z.looseObject({
    services: z.array(z.looseObject({ risk_tier: z.string(), repo: z.string() })),
  });
  const all = Manifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  // The bot always reads the repositories itself; and a manifest has at most 2 MB.
  const services = all.services.map(({ risk_tier: _tier, repo: _repo, ...rest }) => rest);
  const own = { ...all, services, defaults: { risk_tier: 'LOW' } };
  print(`${machines} machines x 10 services recorded; median of ${rounds} warm audits`);
  print(
    `  (the fleet runs on these ${cores} cores too, at a lower priority: the seconds hold what it takes of them.`,
  );
  print('  "counted" is by processor time of bot, workers and Redis alone, as if the fleet were elsewhere)');
  try {
    let [alone, aloneSpent]: [number, Spent | null] = [0, null];
    for (const workers of [0, 1, 2, 4]) {
      const manifest = workers === 0 ? own : { ...own, defaults: { ...own.defaults, site: 'bench' } };
      writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
      const rows: Measured[] = await measure(
        workers,
        rounds,
        folder,
        {
          GITHUB_TOKEN: token,
          GITHUB_API_URL: github,
        },
        world.pid,
        profile,
      );
      const seconds = median(rows.map((each) => each.seconds));
      const half = (name: keyof Measured) => median(rows.map((each) => each[name]));
      const spent = { bot: half('bot'), staff: half('staff'), redis: half('redis') };
      if (workers === 0) [alone, aloneSpent] = [seconds, spent];
      const most = (name: keyof Measured) => Math.max(...rows.map((each) => each[name]));
      const who = workers === 0 ? 'the bot alone' : workers === 1 ? '1 worker' : `${workers} workers`;
      const cold = warmUps(workers);
      print(
        `  ${who.padEnd(14)} ${seconds.toFixed(1).padStart(6)} s  ${(machines / seconds).toFixed(0).padStart(4)} machines/s  ${(alone / seconds).toFixed(2)} x  ` +
          `bot: loop ${most('longest').toFixed(0)} ms (${most('work').toFixed(0)} ms its own), ${most('peak').toFixed(0)} MB; Redis ${most('redisMb').toFixed(1)} MB; ` +
          `${Math.min(...rows.map(({ observed }) => observed))} observed; warm after ${cold} ${cold === 1 ? 'audit' : 'audits'}`,
      );
      const each = (name: 'bot' | 'staff' | 'redis' | 'fleet') =>
        `${((1000 * half(name)) / machines).toFixed(1)} ms`;
      print(
        `    processor time a machine: bot ${each('bot')}, workers ${each('staff')}, Redis ${each('redis')}; fleet ${each('fleet')}`,
      );
      if (workers > 0 && aloneSpent)
        print(
          `    counted: ${countedRatio(aloneSpent, spent, workers, cores).toFixed(2)} x where they share ${cores} cores, ${countedRatio(aloneSpent, spent, workers, Number.POSITIVE_INFINITY).toFixed(2)} x where each has its own`,
        );
    }
  } finally {
    world.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(
  workers: number,
  rounds: number,
  folder: string,
  github: Record<string, string>,
  fleetPid: number | undefined,
  profile: string | null,
): Promise<Measured[]> {
  const redis = await startRedis(['--appendonly', 'no']);
  const sandbox = await startSandbox();
  const keys = { QUEUE_URL: redis.url, SITE_KEY: randomBytes(32).toString('base64') };
  const ssh = {
    SSH_KEY_PATH: join(folder, 'key'),
    SSH_KNOWN_HOSTS_PATH: join(folder, 'known_hosts'),
    SSH_CONFIG_PATH: 'none',
  };
  const staff = await startWorkers(workers, { ...keys, ...ssh }, profile);
  const bot = await startBot(
    {
      DISCORD_TOKEN: sandbox.token,
      DISCORD_APPLICATION_ID: sandbox.applicationId,
      DISCORD_GUILD_ID: sandbox.guildId,
      DISCORD_API_URL: sandbox.api,
      MANIFEST_PATH: join(folder, 'manifest.json'),
      STATE_URL: `sqlite://${join(folder, `state-${workers}.sqlite`)}`,
      WATCH_INTERVAL: '0',
      LOG_LEVEL: 'error',
      ...ssh,
      ...github,
      ...keys,
    },
    profile,
  );
  const asking = new Redis(redis.url);
  const measured: Measured[] = [];
  async function spent() {
    const info = await asking.info('cpu');
    const of = (name: string) => Number(new RegExp(`${name}:([\\d.]+)`).exec(info)?.[1]);
    return {
      staff: staff.cpu(),
      redis: of('used_cpu_user') + of('used_cpu_sys'),
      fleet: processorSeconds(fleetPid),
    };
  }
  try {
    const cold = warmUps(workers);
    for (let round = 0; round < cold + rounds; round += 1) {
      await bot.measured();
      const before = await spent();
      const started = performance.now();
      const { observed } = await bot.auditEnded();
      const seconds = (performance.now() - started) / 1000;
      await pause(500);
      const { longest, work, peak, cpu } = await bot.measured();
      const after = await spent();
      const info = await asking.info('memory');
      const redisMb = Number(/used_memory_peak:(\d+)/.exec(info)?.[1]) / 2 ** 20;
      // The first ones have not all connections yet, and code that is not compiled.
      if (round >= cold)
        measured.push({
          seconds,
          longest,
          work,
          peak,
          redisMb,
          observed,
          bot: cpu,
          staff: after.staff - before.staff,
          redis: after.redis - before.redis,
          fleet: after.fleet - before.fleet,
        });
    }
  } finally {
    asking.disconnect();
    await bot.stop();
    await staff.stop();
    await sandbox.close();
    await redis.stop();
  }
  return measured;
}

function median(numbers: number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? NaN;
}

function print(line: string) {
  process.stdout.write(`${line}\n`);
}
