import { describe, expect, it, onTestFinished } from 'vitest';
import { Undelivered } from '../../src/alerting/undelivered.ts';
import { createOutbox } from '../../src/alerting/outbox.ts';
import type { LivingAlert } from '../../src/report/living/living-alert.ts';
import type { Alert } from '../../src/store/ledger.ts';
import { aMemory } from '../support/bots/memory.ts';

type Deliver = (alert: Alert, attempt: number) => void | Promise<void>;

async function scene(
  names: string[],
  deliver: Deliver,
  holdsState: () => boolean = () => true,
  configured = (_channel: string) => true,
) {
  const { ledger } = aMemory();
  const outbox = names.map((name): Alert => {
    const [channel = ''] = name.split('-');
    const times = { created_at: '2026-03-29T18:00:00.000Z', tried_at: null, not_before: null };
    return { id: name, channel, ...times, about: null, payload: {} };
  });
  await ledger.update((value) => ({ value: { ...value, outbox }, result: null }));
  const attempts: string[] = [];
  const logged: string[] = [];
  const log = (_: unknown, message?: string) => void logged.push(message ?? '');
  const all = [...new Set(outbox.map(({ channel }) => channel))];
  const channels = all.filter(configured).map((name) => ({
    name,
    compose: (_: unknown, living: readonly LivingAlert[]) => ({ messages: [], living }),
    async deliver(alert: Alert) {
      attempts.push(alert.id);
      await deliver(alert, attempts.filter((id) => id === alert.id).length);
      return null;
    },
  }));
  const sender = createOutbox({
    ledger,
    channels,
    now: Date.now,
    log: { info: log, warn: log, error: log },
    holdsState,
    firstWaitMs: 1,
  });
  onTestFinished(() => sender.close());
  return {
    ledger,
    sender,
    attempts,
    logged,
    left: async () => (await ledger.read()).outbox.map(({ id }) => id),
  };
}

describe('the outbox', () => {
  it('sends each message once, in the order of its channel', async () => {
    const { sender, attempts, left } = await scene(['a-1', 'b-1', 'a-2', 'b-2'], () => {});
    sender.wake();
    sender.wake();
    await expect.poll(left).toEqual([]);
    expect(attempts.filter((id) => id.startsWith('a'))).toEqual(['a-1', 'a-2']);
    expect(attempts.filter((id) => id.startsWith('b'))).toEqual(['b-1', 'b-2']);
    expect(await sender.depth()).toBe(0);
  });

  it('keeps what waits for a channel that is not configured, says so once, and counts it no more', async () => {
    const { sender, attempts, left, logged } = await scene(
      ['a-1', 'b-1', 'b-2'],
      () => {},
      () => true,
      (channel) => channel === 'a',
    );
    sender.wake();
    await expect.poll(left).toEqual(['b-1', 'b-2']);
    sender.wake();
    await expect.poll(() => sender.depth()).toBe(0);
    expect(attempts).toEqual(['a-1']);
    expect(logged.filter((text) => text.includes('not configured'))).toHaveLength(1);
  });

  it('marks a message before it is sent, and tells the channel from the second time on', async () => {
    const seen: [stored: boolean, told: boolean][] = [];
    const { ledger, sender, left } = await scene(['a-1'], async (alert, attempt) => {
      const [stored] = (await ledger.read()).outbox;
      seen.push([stored?.tried_at !== null, alert.tried_at !== null]);
      if (attempt === 1) throw new Error('the network');
    });
    sender.wake();
    await expect.poll(left).toEqual([]);
    expect(seen).toEqual([
      [true, false],
      [true, true],
    ]);
  });

  it('holds the messages behind one that does not arrive, and those of other channels not', async () => {
    let broken = true;
    const { sender, attempts, left } = await scene(['a-1', 'a-2', 'b-1'], ({ channel }) => {
      if (channel === 'a' && broken) throw new Undelivered('not now');
    });
    sender.wake();
    await expect.poll(left).toEqual(['a-1', 'a-2']);
    expect(attempts).not.toContain('a-2');
    broken = false;
    await expect.poll(left).toEqual([]);
  });

  it('gives up what is hopeless, says so, and goes on', async () => {
    const { sender, left, logged } = await scene(['a-1', 'a-2'], ({ id }) => {
      if (id === 'a-1') throw new Undelivered('never', { hopeless: true });
    });
    sender.wake();
    await expect.poll(left).toEqual([]);
    expect(logged).toContain('Alert rejected for good');
  });

  it('sends nothing while the state may be held by another bot', async () => {
    let held = false;
    const { sender, attempts, left } = await scene(
      ['a-1'],
      () => {},
      () => held,
    );
    sender.wake();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(attempts).toEqual([]);
    held = true;
    await expect.poll(left).toEqual([]);
  });

  it('stops where it is closed, and keeps what has not arrived', async () => {
    const { sender, left } = await scene(['a-1'], () => {
      throw new Undelivered('not now', { retryAfterMs: 60_000 });
    });
    sender.wake();
    await expect.poll(async () => (await left()).length).toBe(1);
    await sender.close();
    expect(await left()).toEqual(['a-1']);
  });

  it('ends within seconds where a message is under way for ever, and keeps it', async () => {
    const { sender, attempts, left } = await scene(['a-1'], () => new Promise<never>(() => {}));
    sender.wake();
    await expect.poll(() => attempts).toEqual(['a-1']);
    const asked = performance.now();
    await sender.close();
    expect(performance.now() - asked).toBeLessThan(5000);
    expect(await left()).toEqual(['a-1']);
  });
});
