import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { watchedBots } from '../support/bots/watched-bots.ts';
import { lacks } from '../support/machines/system.ts';

const PATIENT = { timeout: 120_000, interval: 100 };

describe.skipIf(lacks(['sshd', 'openssh-server']))('the watch', () => {
  it('mentions again, and wakes OpenClaw, for a third copy', { timeout: 300_000 }, async () => {
    const fleet = await watchedBots({ bots: 1 });
    const [name = ''] = fleet.names;
    for (let copies = 0; copies < 2; copies += 1) fleet.run(name);
    fleet.start();
    const mentions = () =>
      fleet.messages().filter((text) => text.startsWith('<@&') && text.includes(name)).length;
    await expect.poll(() => fleet.paged(name), PATIENT).toBe(1);
    await expect.poll(mentions, PATIENT).toBe(1);
    fleet.run(name);
    await expect.poll(() => fleet.paged(name), PATIENT).toBe(2);
    await expect.poll(mentions, PATIENT).toBe(2);
    expect(fleet.said(name, `3 instances of ${name} are running`)).toBeGreaterThan(0);
  });

  it('reports a copy that crashes and is started again', { timeout: 300_000 }, async () => {
    const fleet = await watchedBots({ bots: 1 });
    const [name = ''] = fleet.names;
    fleet.run(name);
    fleet.start();
    const told = Promise.withResolvers<void>();
    const isTold = { yet: false };
    const crash = async () => {
      while (!isTold.yet) {
        const copy = fleet.run(name);
        // less than the 2.5 s between two looks
        await pause(1500);
        await fleet.stop(copy);
      }
      told.resolve();
    };
    void crash();
    await expect.poll(() => fleet.paged(name), PATIENT).toBe(1);
    isTold.yet = true;
    await told.promise;
  });
});
