import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aBotProcess } from '../support/bots/bot-process.ts';
import { testFolder } from '../support/machines/folder.ts';
import { lacks } from '../support/machines/system.ts';
import { startSshd } from '../support/servers/sshd.ts';
import { keyText } from '../support/sites/keys.ts';
import { aQueue } from '../support/sites/scene.ts';
import { aWorkerProcess } from '../support/sites/worker-process.ts';

const SLOW = { timeout: 60_000 };
const programs: [string, string][] = [
  ['redis-server', 'redis-server'],
  ['sshd', 'openssh-server'],
];

/** A service of its own process: the one that runs this test looks like those of other tests. */
async function aProgram(name: string) {
  const answers = `require('http').createServer((_, response) => response.end('{"status":"ok","uptime_seconds":5}'))
    .listen(0, '127.0.0.1', function () { console.log(this.address().port); })`;
  const file = join(await testFolder(), `${name}.cjs`);
  await writeFile(file, answers);
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [port]: unknown[] = await once(child.stdout, 'data');
  const health_url = `http://127.0.0.1:${String(port).trim()}/health`;
  return { risk_tier: 'LOW', health_url, process: `/${name}\\.cjs$/` };
}

describe.skipIf(lacks(...programs))('a bot with two sites', () => {
  it(
    'answers /drift over both, with no key of its own, and says which site was not seen',
    { timeout: 240_000 },
    async () => {
      const [queue, sshd] = await Promise.all([aQueue(), startSshd()]);
      onTestFinished(() => sshd.stop());
      const [web, mail] = await Promise.all([aProgram('web-of-two-sites'), aProgram('mail-of-two-sites')]);
      const bot = await aBotProcess({
        SCAN_CRON: '0 0 29 2 *',
        WATCH_INTERVAL: '0',
        QUEUE_URL: queue.url,
        SITE_KEY: keyText(),
      });
      const machine = { host: sshd.host, port: sshd.port, user: sshd.user };
      bot.write({
        machines: { attic: { ...machine, site: 'home' }, desk: { ...machine, site: 'office' } },
        services: [
          { ...web, name: 'web', machine: 'attic' },
          { ...mail, name: 'mail', machine: 'desk' },
        ],
      });
      const access = { SSH_KEY_PATH: sshd.keyPath, SSH_KNOWN_HOSTS_PATH: sshd.knownHostsPath };
      const workers = await Promise.all([
        aWorkerProcess(queue.url, 'home', access),
        aWorkerProcess(queue.url, 'office', access),
      ]);
      for (const { said } of workers) await expect.poll(said, SLOW).toContain('The queue is in reach');
      const { said } = bot.start();
      await expect.poll(said, SLOW).toContain('Driftwatch is ready');
      const { sandbox } = bot;

      async function drift(options: Record<string, string> = {}): Promise<() => string> {
        const where = { channel: sandbox.generalChannelId };
        const { interactionId } = await sandbox.command('drift', options, where);
        return () => {
          const id = sandbox.interaction(interactionId)?.original;
          const answer = sandbox.messages(where.channel).find((message) => message.id === id);
          return JSON.stringify(answer?.embeds ?? []).replaceAll('\\\\_', '_');
        };
      }

      const both = await drift();
      await expect.poll(both, SLOW).toMatch(/All 2 in sync, 0 unknown/);
      const ofMail = await drift({ service: 'mail' });
      await expect.poll(ofMail, SLOW).toMatch(/In sync · mail on desk/);
      // Nobody is left at the office.
      workers[1]?.child.kill('SIGKILL');
      const one = await drift();
      await expect.poll(one, SLOW).toMatch(/site office has machines that were not read/);
      expect(one()).toMatch(/no worker of site office has taken the job within 10 s/);
      expect(one()).toMatch(/1 in sync, 1 unknown/);
      expect(one()).not.toContain('cannot be reached');
      const metrics = await (await fetch(`http://127.0.0.1:${portIn(said())}/metrics`)).text();
      expect(metrics).toContain('driftwatch_site_workers{site="home"} 1');
      expect(metrics).toMatch(/driftwatch_site_work_seconds_count\{site="office"\} \d/);
      const worker = workers[0];
      const health = await fetch(
        `http://127.0.0.1:${portIn(worker?.said() ?? '', 'The worker is ready')}/health`,
      );
      expect(await health.json()).toMatchObject({ status: 'ok', site: 'home' });
      expect(sandbox.unknown).toEqual([]);
    },
  );
});

function portIn(log: string, message = 'Driftwatch is ready'): number {
  return Number(new RegExp(`"port":(\\d+),[^\n]*"msg":"${message}"`).exec(log)?.[1]);
}
