import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ended } from '../support/bots/bot-process.ts';
import { watchedBots } from '../support/bots/watched-bots.ts';
import { lacks } from '../support/machines/system.ts';

const PATIENT = { timeout: 60_000, interval: 100 };

describe.skipIf(lacks(['sshd', 'openssh-server']))('a second copy of a trading bot', () => {
  const kills = process.env['CI'] ? 50 : 3;
  it(
    `is told exactly once, whenever Driftwatch is killed (${kills} kills)`,
    { timeout: kills * 20_000 + 120_000 },
    async () => {
      const fleet = await watchedBots({ bots: kills });
      for (const name of fleet.names) fleet.run(name);
      for (const name of fleet.names) {
        const { child, said } = fleet.start();
        const late = Math.random() < 0.7;
        await expect.poll(said, PATIENT).toContain(late ? 'Driftwatch is ready' : '');
        fleet.run(name);
        await pause(Math.random() * 6000);
        child.kill('SIGKILL');
        await ended(child);
      }
      fleet.start();
      const all = (count: (name: string) => number) => fleet.names.map((name) => [name, count(name)]);
      const once = fleet.names.map((name) => [name, 1]);
      await expect.poll(() => all(fleet.paged), { timeout: 120_000 }).toEqual(once);
      await expect
        .poll(() => all((name) => fleet.said(`of ${name} are running`, '· new')), PATIENT)
        .toEqual(once);
    },
  );
});
