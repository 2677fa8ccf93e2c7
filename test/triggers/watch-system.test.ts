import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { watchedBots } from '../support/bots/watched-bots.ts';
import { lacks } from '../support/machines/system.ts';

const CI = Boolean(process.env['CI']);
const PATIENT = { timeout: 60_000, interval: 100 };

/** The port of a server on loopback that ends with the test. */
async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

describe.skipIf(lacks(['sshd', 'openssh-server']))('a second copy of a trading bot', () => {
  it('is told with a mention, pages OpenClaw, and is told to be over', { timeout: 300_000 }, async () => {
    const fleet = await watchedBots({ bots: 1 });
    const [name = ''] = fleet.names;
    const first = fleet.run(name);
    const { said } = fleet.start();
    await expect.poll(said, PATIENT).toContain('Driftwatch is ready');
    const second = fleet.run(name);
    await expect.poll(() => fleet.said(name, 'are running'), PATIENT).toBe(1);
    await expect.poll(() => fleet.paged(name), PATIENT).toBe(1);
    const [message = ''] = fleet.messages().filter((text) => text.includes('are running'));
    expect(message).toContain(`<@&${fleet.env.DISCORD_ONCALL_ROLE_ID}>`);
    for (const { pid } of [first, second]) expect(message).toContain(String(pid));
    expect(fleet.said(name, '· new')).toBe(1);
    await fleet.stop(second);
    await expect.poll(() => fleet.said(name, 'esolved'), PATIENT).toBe(1);
  });

  it(
    'is told in time though other machines hang, are slow, or drop the connection',
    { timeout: 300_000 },
    async () => {
      const accepted: Socket[] = [];
      // A bot that is killed resets its connections.
      const forgiving = (socket: Socket) => socket.on('error', () => {});
      const silent = createServer((socket) => void accepted.push(forgiving(socket)));
      const rude = createServer((socket) => void forgiving(socket).end('SSH-2.0-rude\r\n'));
      const ports = await Promise.all([silent, rude].map((server) => listening(server)));
      onTestFinished(() => accepted.forEach((socket) => socket.destroy()));
      const [hangs, drops] = ports.map((port) => ({ host: '127.0.0.1', port }));
      const fleet = await watchedBots({ bots: 1, machines: { hangs, drops } });
      const [name = ''] = fleet.names;
      for (let copies = 0; copies < 2; copies += 1) fleet.run(name);
      fleet.start();
      await expect.poll(() => fleet.paged(name), PATIENT).toBe(1);
      for (const machine of ['hangs', 'drops'])
        await expect.poll(() => fleet.said(machine, 'cannot be reached'), PATIENT).toBe(1);
      expect(accepted.length).toBeGreaterThan(0);
    },
  );

  // Those under systemd, docker and launchd are in restarts/: 50 in all.
  const restarts = CI ? 15 : 5;
  it(
    `is no alert where the old one ends 2 s after the new one began (${restarts} restarts)`,
    { timeout: 600_000 },
    async () => {
      // Half an interval lies between two looks: longer than a loaded machine makes 2 s.
      const fleet = await watchedBots({ bots: 5, environment: { WATCH_INTERVAL: '10s' } });
      const running = new Map(fleet.names.map((name) => [name, fleet.run(name)]));
      const { said } = fleet.start();
      await expect.poll(said, PATIENT).toContain('Driftwatch is ready');
      await Promise.all(
        [...running].map(async ([name, first]) => {
          let old = first;
          for (let restart = 0; restart < restarts / fleet.names.length; restart += 1) {
            const next = fleet.run(name);
            await pause(2000);
            await fleet.stop(old);
            old = next;
            await pause(Math.random() * 3000);
          }
        }),
      );
      // What the watch had seen it would tell by now: one more bot is doubled, and only that one is told.
      const [name = '', ...others] = fleet.names;
      fleet.run(name);
      await expect.poll(() => fleet.paged(name), PATIENT).toBe(1);
      for (const other of others) expect(fleet.said(other, 'duplicate')).toBe(0);
    },
  );
});
