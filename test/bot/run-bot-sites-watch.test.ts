import { describe, expect, it } from 'vitest';
import { watchedBots } from '../support/bots/watched-bots.ts';
import { lacks } from '../support/machines/system.ts';
import { keyText } from '../support/sites/keys.ts';
import { aQueue } from '../support/sites/scene.ts';
import { aWorkerProcess } from '../support/sites/worker-process.ts';

const SLOW = { timeout: 90_000 };
const programs: [string, string][] = [
  ['redis-server', 'redis-server'],
  ['sshd', 'openssh-server'],
];

describe.skipIf(lacks(...programs))('a watch through a site', () => {
  it(
    'pages once for a second copy, and takes nothing for resolved while nobody can look',
    { timeout: 480_000 },
    async () => {
      const queue = await aQueue();
      const fleet = await watchedBots({
        bots: 1,
        machine: { site: 'home' },
        environment: { QUEUE_URL: queue.url, SITE_KEY: keyText() },
      });
      const [name = ''] = fleet.names;
      const { user, keyPath, knownHostsPath } = fleet.access;
      const aWorker = async () => {
        const worker = await aWorkerProcess(queue.url, 'home', {
          SSH_USER: user,
          SSH_KEY_PATH: keyPath,
          SSH_KNOWN_HOSTS_PATH: knownHostsPath,
        });
        await expect.poll(worker.said, SLOW).toContain('The queue is in reach');
        return worker;
      };
      fleet.run(name);
      const worker = await aWorker();
      const { said } = fleet.start();
      await expect.poll(said, SLOW).toContain('Driftwatch is ready');
      const second = fleet.run(name);
      await expect.poll(() => fleet.said(name, 'are running'), SLOW).toBe(1);
      await expect.poll(() => fleet.paged(name), SLOW).toBe(1);
      worker.child.kill('SIGKILL');
      await fleet.stop(second);
      await expect.poll(() => fleet.said('site home', 'machines that were not read'), SLOW).toBe(1);
      expect(fleet.said(name, '🟢')).toBe(0);
      await aWorker();
      await expect.poll(() => fleet.said(name, '🟢'), SLOW).toBe(1);
      expect(fleet.woken.filter((text) => text.includes('new CRITICAL duplicate_process'))).toHaveLength(1);
    },
  );
});
