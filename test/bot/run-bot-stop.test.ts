import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aBotProcess, ended } from '../support/bots/bot-process.ts';
import { serve } from '../support/servers/http-servers.ts';
import { createRepository } from '../support/repositories.ts';
import { generateKey } from '../support/servers/ssh-keys.ts';
import { startSshd } from '../support/servers/sshd.ts';
import { lacks } from '../support/machines/system.ts';

const STOP_MS = 5000;

/** Half a day ago, whenever the test runs: due, not served, and not due again while it runs. */
const hour = (new Date().getUTCHours() + 12) % 24;
const SCAN_CRON = `0 ${hour} * * *`;
const served = '2026-01-01T00:00:00.000Z';

type Bot = Awaited<ReturnType<typeof aBotProcess>>;
/** Something that hangs: what the manifest says of it, and whether it was asked yet. */
type Hanging = { manifest: object; asked: () => boolean; env?: Record<string, string> };

const service = { name: 'akashic-records', machine: 'knox', risk_tier: 'HIGH' };

/** A port that takes connections and never says a word. */
async function mute(): Promise<{ port: number; asked: () => boolean }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.on('error', () => {}))).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    sockets.forEach((socket) => socket.destroy());
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('it does not listen');
  return { port: address.port, asked: () => sockets.length > 0 };
}

const hanging: [what: string, make: (bot: Bot) => Promise<Hanging>][] = [
  [
    'a machine that takes the connection and says nothing',
    async ({ folder }) => {
      const { port, asked } = await mute();
      const machines = { knox: { host: '127.0.0.1', port } };
      const [key, hosts] = [generateKey(join(folder, 'key')), join(folder, 'known_hosts')];
      writeFileSync(hosts, '');
      const env = { SSH_KEY_PATH: key, SSH_KNOWN_HOSTS_PATH: hosts };
      return { manifest: { machines, services: [{ ...service, process: 'akashic' }] }, asked, env };
    },
  ],
  [
    'a machine whose shell never ends',
    async () => {
      const sshd = await startSshd({ profile: 'sleep 300' });
      onTestFinished(() => sshd.stop());
      const machines = { knox: { host: '127.0.0.1', port: sshd.port, user: sshd.user } };
      return {
        manifest: { machines, services: [{ ...service, process: 'akashic' }] },
        asked: () => /Starting session/.test(sshd.log()),
        env: { SSH_KEY_PATH: sshd.keyPath, SSH_KNOWN_HOSTS_PATH: sshd.knownHostsPath },
      };
    },
  ],
  [
    'a service that never answers',
    async () => {
      const { origin, requests } = await serve(() => {});
      const machines = { knox: { host: '127.0.0.1', ssh: false } };
      const health = { timeout_ms: 60_000 };
      return {
        manifest: { machines, services: [{ ...service, health_url: `${origin}/health`, health }] },
        asked: () => requests.length > 0,
      };
    },
  ],
  [
    'a service that is looked at once more',
    async () => {
      const { origin, requests } = await serve((_, response) => void response.writeHead(500).end());
      const machines = { knox: { host: '127.0.0.1', ssh: false } };
      return {
        manifest: { machines, services: [{ ...service, health_url: `${origin}/health` }] },
        asked: () => requests.length > 0,
      };
    },
  ],
  [
    'a GitHub that never answers',
    async () => {
      const { origin, requests } = await serve(() => {});
      const health = await serve((_, response) => void response.end('{"status":"ok","version":"a3f8c21"}'));
      const machines = { knox: { host: '127.0.0.1', ssh: false } };
      const repo = 'knox/api';
      return {
        manifest: { machines, services: [{ ...service, health_url: health.origin, repo }] },
        asked: () => requests.length > 0,
        env: { GITHUB_API_URL: origin, GITHUB_TOKEN: 'github_pat_0123456789abcdefghijklmnop' },
      };
    },
  ],
  [
    'a repository that never answers',
    async () => {
      const { port, asked } = await mute();
      const machines = { knox: { host: '127.0.0.1', ssh: false } };
      const health = await serve((_, response) => void response.end('{"status":"ok","version":"a3f8c21"}'));
      const repo = `http://127.0.0.1:${port}/code.git`;
      return { manifest: { machines, services: [{ ...service, health_url: health.origin, repo }] }, asked };
    },
  ],
];

/** A fleet in which nothing is wrong. */
async function well({ folder }: Bot): Promise<object> {
  const plans = [{ name: 'one', date: '2026-03-29T10:00:00Z', message: 'one' }];
  const { shas, folder: repo } = await createRepository(join(folder, 'code.git'), plans);
  const { origin } = await serve((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'ok', version: shas['one'] }));
  });
  const machines = { knox: { host: '127.0.0.1', ssh: false } };
  return { machines, services: [{ ...service, health_url: origin, repo }] };
}

const missing = lacks(['git', 'git'], ['sshd', 'openssh-server']);

/** All that the state holds, also while the bot writes to it. */
function stateOf({ env }: Bot): string {
  const database = new DatabaseSync(env.STATE_URL.replace('sqlite://', ''), { readOnly: true });
  try {
    return JSON.stringify(database.prepare('SELECT value FROM keyv').all()).replaceAll('\\', '');
  } finally {
    database.close();
  }
}

describe.skipIf(missing)('a bot that is stopped in the middle of a scheduled scan', () => {
  it.each(hanging)(
    'by %s ends within 5 s, leaves the scan begun, and the next start makes up for it and says so',
    async (_, make) => {
      const bot = await aBotProcess({ SCAN_CRON });
      const { manifest, asked, env } = await make(bot);
      Object.assign(bot.env, env);
      bot.write(manifest);
      await bot.remembered((before) => ({ ...before, schedule: { ...before.schedule, due: served } }));
      const { child, said } = bot.start();
      await expect.poll(asked, { timeout: 120_000 }).toBe(true);
      await expect.poll(said, { timeout: 120_000 }).toContain('Driftwatch is ready');
      // The first to ask may have been the look at the logins.
      await expect.poll(() => stateOf(bot), { timeout: 120_000 }).toMatch(/"begun":"/);
      const stopping = performance.now();
      child.kill('SIGTERM');
      await ended(child);
      expect(performance.now() - stopping).toBeLessThan(STOP_MS);
      expect([child.exitCode, child.signalCode]).toEqual([0, null]);
      const { schedule, standing, outbox } = await bot.remembered();
      expect(schedule).toMatchObject({ due: served, begun: expect.stringMatching(/T\d\d:00:00/) as string });
      expect([standing, outbox]).toEqual([[], []]);
      expect(said()).not.toMatch(/"level":(50|60)/);

      bot.write(await well(bot));
      const next = bot.start();
      const scan = await bot.sandbox.waitFor(({ embeds }) => embeds.length > 0, 30_000);
      expect(scan.embeds[0]?.description).toMatch(
        /^The scan that was due <t:\d+:R> was interrupted; this one replaces it\.$/m,
      );
      next.child.kill('SIGTERM');
      await ended(next.child);
      expect((await bot.remembered()).schedule).toEqual({
        due: schedule.begun,
        digest: expect.any(String) as string,
        begun: null,
      });
      expect(bot.sandbox.messages()).toHaveLength(1);
    },
  );
});
