import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lacks } from '../support/machines/system.ts';
import { aSiteInCompose } from '../support/packaging/compose-site.ts';
import { lacksDockerd, startDockerd } from '../support/servers/dockerd.ts';
import type { Dockerd } from '../support/servers/dockerd.ts';

const SLOW = { timeout: 120_000, interval: 500 };
const programs: [string, string][] = [
  ['docker-compose', 'docker-compose'],
  ['redis-server', 'redis-server'],
  ['sshd', 'openssh-server'],
];

describe.skipIf(lacksDockerd() || lacks(...programs))("compose.yaml's profile site", () => {
  let engine: Dockerd;
  beforeAll(async () => void (engine = await startDockerd('any')));
  afterAll(() => engine?.stop());

  it('reads a site, also after each of its containers was killed', { timeout: 300_000 }, async () => {
    const { run, states, fleet } = await aSiteInCompose(engine);
    const { discord } = fleet;
    async function healthyAfter(restarts: Record<string, number>) {
      const each = Object.entries(restarts);
      const wanted = each.map(([name, restarts]) => [name, { health: 'healthy', restarts }]);
      await expect.poll(told, SLOW).toEqual(Object.fromEntries(wanted));
    }
    async function told() {
      const each = Object.entries(await states());
      return Object.fromEntries(each.map(([name, { health, restarts }]) => [name, { health, restarts }]));
    }
    const read = () => discord.messages().filter(({ embeds }) => JSON.stringify(embeds).includes('In sync'));
    /** The first look may come before all have found the queue again, and says so. */
    async function readsAgain() {
      const before = read().length;
      const asked = async () => {
        await discord.command('drift');
        return read().length;
      };
      await expect.poll(asked, { ...SLOW, interval: 3000 }).toBeGreaterThan(before);
    }
    async function kill(...services: string[]) {
      const now = await states();
      for (const service of services) process.kill(now[service]?.pid ?? 0, 'SIGKILL');
    }
    await run('up', '--detach', '--no-build');
    await healthyAfter({ redis: 0, driftwatch: 0, worker: 0 });
    await readsAgain();
    await kill('redis');
    await healthyAfter({ redis: 1, driftwatch: 0, worker: 0 });
    await readsAgain();
    await kill('driftwatch', 'worker');
    await healthyAfter({ redis: 1, driftwatch: 1, worker: 1 });
    await readsAgain();
  });
});
