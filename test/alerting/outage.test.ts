import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../sandbox/discord.ts';
import type { Sandbox } from '../../sandbox/discord.ts';
import type { Channel } from '../../src/alerting/channel.ts';
import { discordChannel } from '../../src/alerting/logs-channel/channel.ts';
import { logsRest } from '../../src/alerting/logs-channel/place.ts';
import { createOutbox } from '../../src/alerting/outbox.ts';
import { aReport } from '../support/builders.ts';
import { aMemory } from '../support/bots/memory.ts';
import { aBulletin, shivaTwice } from '../support/alerting/bulletin.ts';
import { composed } from '../support/alerting/composed.ts';

const SLOW = { timeout: 120_000 };
const hour = 3_600_000;

/** The outbox over a real channel and a memory of its own. `link` is the network between the two. */
async function scene() {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const link = await aLink(Number(new URL(sandbox.url).port));
  const { token, logsChannelId: channelId, roles } = sandbox;
  const rest = logsRest(`http://127.0.0.1:${link.port}/api`, token);
  const channel = discordChannel({ rest, channelId, oncallRoleId: roles.oncall });
  const now = () => sandbox.clock.now();
  const { ledger } = aMemory(now);
  const waits: number[] = [];
  const warn = (fields: { wait_ms?: number }) => void waits.push(fields.wait_ms ?? -1);

  /** As a start of the bot does it. */
  function open(via: Channel = channel, firstWaitMs = 1) {
    const log = { info: () => {}, warn, error: () => {} };
    const outbox = createOutbox({
      ledger,
      channels: [via],
      now,
      log: log as Parameters<typeof createOutbox>[0]['log'],
      holdsState: () => true,
      firstWaitMs,
    });
    onTestFinished(() => outbox.close());
    outbox.wake();
    return outbox;
  }

  /** One new CRITICAL finding, as the recorder stores it. */
  async function alert(id: string) {
    const found = { ...shivaTwice, id };
    const report = aReport({ id, findings: [found] });
    const news = { opened: [found], worsened: [], resolved: [] };
    await ledger.update((value) => {
      const { alerts, living } = composed(aBulletin({ report, news }), value.living);
      return { value: { ...value, living: [...living], outbox: [...value.outbox, ...alerts] }, result: null };
    });
  }

  return {
    sandbox,
    channel,
    link,
    open,
    alert,
    waits,
    left: async () => (await ledger.read()).outbox.map(({ id }) => id),
    told: () => alertsIn(sandbox),
  };
}

/** The audits that the logs channel was told of, in order. */
function alertsIn(sandbox: Sandbox): string[] {
  const footers = sandbox.messages().flatMap(({ embeds }) => embeds.map(({ footer }) => footer?.text ?? ''));
  return footers.map((text) => text.replace(/^alert /, ''));
}

/** Hands connections on to a port of this machine; while it is cut, it refuses them. */
async function aLink(to: number) {
  const open = new Set<Socket>();
  let server: Server;
  async function listen(port: number): Promise<number> {
    server = createServer((socket) => {
      const other = connect(to, '127.0.0.1');
      for (const end of [socket, other]) {
        open.add(end.on('error', () => {}).on('close', () => open.delete(end)));
      }
      socket.pipe(other).pipe(socket);
    }).listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }
  const port = await listen(0);
  function cut() {
    server.close();
    for (const socket of open) socket.destroy();
  }
  onTestFinished(cut);
  return { port, cut, mend: async () => void (await listen(port)) };
}

describe('an hour without Discord', () => {
  it.each<[string, (made: Awaited<ReturnType<typeof scene>>) => { down: () => void; up: () => unknown }]>([
    [
      'which answers 503',
      ({ sandbox }) => ({
        down: () => sandbox.faults.outage(true),
        up: () => sandbox.faults.outage(false),
      }),
    ],
    ['which refuses connections', ({ link }) => ({ down: () => link.cut(), up: () => link.mend() })],
  ])('%s, loses no alert, repeats none, and keeps their order', async (_, outage) => {
    const made = await scene();
    const { sandbox, open, alert, left, told, waits } = made;
    const { down, up } = outage(made);
    const ids = Array.from({ length: 20 }, (_, index) => `audit-${String(index).padStart(2, '0')}`);
    const [before = '', ...during] = ids;
    const outbox = open();
    await alert(before);
    outbox.wake();
    await expect.poll(told, SLOW).toEqual([before]);
    await expect.poll(left, SLOW).toEqual([]);
    down();
    for (const id of during) {
      await alert(id);
      outbox.wake();
      sandbox.clock.advance(hour / during.length);
    }
    await expect.poll(() => waits.length, SLOW).toBeGreaterThan(4);
    expect(told()).toEqual([before]);
    await up();
    await expect.poll(left, SLOW).toEqual([]);
    expect(told()).toEqual(ids);
    const posts = sandbox.requests.filter(({ method, status }) => method === 'POST' && status === 200);
    expect(posts).toHaveLength(ids.length);
    expect(sandbox.messages().map(({ mention_roles }) => mention_roles)).toEqual(
      ids.map(() => [sandbox.roles.oncall]),
    );
    // Longer each time, so that nobody is hammered.
    expect(waits.slice(0, 4)).toEqual([1, 2, 4, 8]);
  });
});

describe('a message that arrived', () => {
  it.each([
    ['its answer was lost', false],
    ['the bot died before it took note', true],
  ])('is not sent again where %s, though an hour and 250 messages lie between', async (_, died) => {
    const { sandbox, channel, open, alert, left, told, waits } = await scene();
    const lost: Channel = {
      ...channel,
      async deliver(message, living) {
        const arrival = await channel.deliver(message, living);
        if (sandbox.messages().length > 1) return arrival;
        for (let other = 0; other < 250; other += 1) sandbox.say(`talk ${other}`);
        sandbox.clock.advance(hour);
        throw new Error('socket hang up');
      },
    };
    await alert('audit-0');
    await alert('audit-1');
    const first = open(lost, died ? 60_000 : 1);
    await expect.poll(() => waits.length, SLOW).toBe(1);
    if (died) {
      await first.close();
      open();
    }
    await expect.poll(left, SLOW).toEqual([]);
    expect(told()).toEqual(['audit-0', 'audit-1']);
  });
});

describe('a Discord that asks to wait', () => {
  it('is asked again when that time has passed, and not before', async () => {
    const { sandbox, open, alert, left, told, waits } = await scene();
    sandbox.faults.next429(1, 1.5, /messages/);
    await alert('audit-0');
    open();
    await expect.poll(left, SLOW).toEqual([]);
    expect(told()).toEqual(['audit-0']);
    const posts = sandbox.requests.filter(({ method }) => method === 'POST');
    expect(posts.map(({ status }) => status)).toEqual([429, 200]);
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThanOrEqual(1500);
    expect((posts[1]?.at ?? 0) - (posts[0]?.at ?? 0)).toBeGreaterThanOrEqual(1400);
  });
});
