import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openState } from '../../src/store/open/open.ts';
import { startPostgres } from '../support/servers/postgres.ts';
import { startRedis } from '../support/servers/redis.ts';
import type { DatabaseServer } from '../support/servers/redis.ts';
import { backends } from '../support/store/backends.ts';

const servers = [
  ['redis', redisWithPassword],
  ['postgres', startPostgres],
] as const;

async function redisWithPassword(): Promise<DatabaseServer> {
  const server = await startRedis(['--requirepass', 'hunter2']);
  return { ...server, url: server.url.replace('//', '//:hunter2@') };
}

describe.each(servers)('an outage of %s', (name, start) => {
  const missing = backends.find(([backend]) => backend === name)![1];
  describe.skipIf(missing())('while it runs', () => {
    let server: DatabaseServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server.stop());

    it.each<[how: string, down: () => unknown, up: () => unknown]>([
      ['it was killed', () => server.kill(), () => server.start()],
      ['it answers nothing', () => server.freeze(), () => server.thaw()],
    ])('fails every call while %s, goes on by itself, and keeps what was confirmed', async (_, down, up) => {
      const [one, other] = [await openState(server.url, Date.now), await openState(server.url, Date.now)];
      onTestFinished(() => [one, other].forEach((state) => state.close()));
      const keyv = one.keyv('n');
      await keyv.set('kept', { count: 3 });
      await one.swap('kept', await one.peek('kept'), 'text');
      await down();
      // Twice: the second meets a connection that is known to be lost.
      for (let round = 0; round < 2; round += 1) {
        const results = await Promise.allSettled([
          keyv.get('kept'),
          keyv.getMany(['kept']),
          keyv.set('late', 1),
          keyv.setMany([{ key: 'late', value: 1 }]),
          keyv.delete('late'),
          keyv.deleteMany(['late']),
          keyv.has('kept'),
          one.keyv('cleared').clear(),
          one.peek('kept'),
          one.swap('kept', 'something else', 'late'),
        ]);
        expect(results.map(({ status }) => status)).toEqual(results.map(() => 'rejected'));
        expect(inspect(results, { depth: null })).not.toMatch(/pa ss|pa%20ss|hunter2/);
      }
      await up();
      for (const state of [one, other]) {
        const back = () =>
          state
            .keyv('n')
            .get('kept')
            .catch(() => 'gone');
        await expect.poll(back, { timeout: 20_000 }).toEqual({ count: 3 });
        expect(await state.peek('kept')).toBe('text');
        await state.keyv('n').set('after', 1);
        expect(await state.keyv('n').get('after')).toBe(1);
      }
    });
  });
});
