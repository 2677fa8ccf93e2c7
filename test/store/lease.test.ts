import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openState } from '../../src/store/open/open.ts';
import { backends } from '../support/store/backends.ts';
import type { Backend } from '../support/store/backends.ts';
import { startBot } from '../support/store/lease-bots.ts';

// Whoever waits for the quiet time never comes to an end.
const never = { quiet: 600_000 };

describe.each(backends)('the lease of a state in %s', (_, missing, start) => {
  describe.skipIf(missing())('between processes', () => {
    let backend: Backend;
    beforeAll(async () => {
      backend = await start();
    });
    afterAll(() => backend.stop());
    afterEach(async () => {
      const state = await openState(backend.url, Date.now);
      await state.swap('lease', await state.peek('lease'), null);
      state.close();
    });

    it('is refused to a second bot, which says who holds it, until the first stops', async () => {
      const [first, second] = [await startBot(backend.url), await startBot(backend.url)];
      expect(await first.tell('acquire')).toEqual({ acquired: true });
      expect(await second.tell('acquire')).toEqual({
        refused: `Another Driftwatch holds this state: process ${first.pid} on ${hostname()}, since 1970-01-01T00:00:00.000Z. Stop that one first, or give this one a STATE_URL of its own.`,
      });
      expect(await first.tell('release')).toEqual({ released: true, held: false });
      expect(await second.tell('acquire')).toEqual({ acquired: true });
      // It may have worked since it said so, never before.
      expect(second.said.map((said) => Object.keys(said)[0]).slice(0, 2)).toEqual(['refused', 'acquired']);
      await expect.poll(() => second.said.some(({ worked }) => worked)).toBe(true);
      const works = first.said.length;
      expect(await first.tell('acquire')).toMatchObject({
        refused: expect.stringContaining(`process ${second.pid} on`),
      });
      expect(first.said.slice(works).some(({ worked }) => worked)).toBe(false);
    });

    it('is taken over at once from a process that was killed, though it still is there as a zombie', async () => {
      const [first, second] = [await startBot(backend.url, never), await startBot(backend.url, never)];
      await first.tell('acquire');
      first.signal('SIGKILL');
      await expect.poll(() => readFileSync(`/proc/${first.pid}/stat`, 'utf8')).toContain(') Z ');
      const state = await openState(backend.url, Date.now);
      const left = await state.peek('lease');
      expect(await second.tell('acquire')).toEqual({ acquired: true });
      expect(left).toContain(`"pid":${first.pid},`);
      state.close();
    });

    it('is taken over from a process that stands still, which then does nothing more', async () => {
      const [first, second] = [await startBot(backend.url), await startBot(backend.url)];
      await first.tell('acquire');
      await first.next('worked');
      first.signal('SIGSTOP');
      expect(await second.tell('acquire')).toEqual({ acquired: true });
      const before = first.said.length;
      const lost = first.next('lost');
      first.signal('SIGCONT');
      expect(await lost).toEqual({
        lost: `Another Driftwatch has taken this state over: process ${second.pid} on ${hostname()}, since 1970-01-01T00:00:00.000Z. This one stops. Run one bot per state.`,
        held: false,
      });
      expect(first.said.slice(before).filter(({ worked }) => worked)).toEqual([]);
      await second.next('worked');
    });

    it('goes to exactly one of two that start at the same instant', async () => {
      const bots = [await startBot(backend.url), await startBot(backend.url)];
      for (let round = 0; round < 20; round += 1) {
        const answers = await Promise.all(bots.map((bot) => bot.tell('acquire')));
        expect(answers.filter(({ acquired }) => acquired)).toHaveLength(1);
        const winner = answers.findIndex(({ acquired }) => acquired);
        expect(answers[1 - winner]!.refused).toContain(`process ${bots[winner]!.pid} on`);
        await bots[winner]!.tell('release');
      }
    });

    it('goes to exactly one of two that find a dead one, at once', async () => {
      const bots = [await startBot(backend.url, never), await startBot(backend.url, never)];
      for (let round = 0; round < 3; round += 1) {
        const dead = await startBot(backend.url, never);
        await dead.tell('acquire');
        dead.signal('SIGKILL');
        await expect.poll(() => readFileSync(`/proc/${dead.pid}/stat`, 'utf8')).toContain(') Z ');
        const answers = await Promise.all(bots.map((bot) => bot.tell('acquire')));
        expect(answers.filter(({ acquired }) => acquired)).toHaveLength(1);
        await bots[answers.findIndex(({ acquired }) => acquired)]!.tell('release');
      }
    });
  });
});
