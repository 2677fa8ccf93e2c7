import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { acquireLease } from '../../src/store/lease.ts';
import { openState } from '../../src/store/open/open.ts';
import type { ProcessIdentity } from '../../src/store/process-identity.ts';
import { testFolder } from '../support/machines/folder.ts';

const elsewhere: ProcessIdentity = { machine: 'knox', realm: 'r', container: null, pid: 7, started: '1' };
const since = '2026-03-29T18:00:00.000Z';

async function scene() {
  const state = await openState(`sqlite://${join(await testFolder(), 'state.sqlite')}`, Date.now);
  onTestFinished(() => state.close());
  let away = false;
  const store = {
    peek: async (key: string) => (away ? Promise.reject(new Error('away')) : state.peek(key)),
    swap: async (key: string, expected: string | null, next: string | null) =>
      away ? Promise.reject(new Error('away')) : state.swap(key, expected, next),
  };
  const warnings: unknown[] = [];
  const log = { info: () => {}, warn: (_: unknown, text?: string) => void warnings.push(text) };
  async function acquire(quiet: number, machine = 'mini') {
    const intervals = { beat: 20, quiet, look: 5 };
    const holder = { ...elsewhere, machine };
    const lease = await acquireLease({ state: store, holder, now: () => Date.parse(since), log, intervals });
    onTestFinished(() => lease.release());
    let lost: Error | null = null;
    void lease.lost.then((error) => (lost = error));
    return { ...lease, lostBy: () => lost };
  }
  async function put(change: (found: string | null) => string | null) {
    for (let found = await state.peek('lease'); ; found = await state.peek('lease')) {
      if (await state.swap('lease', found, change(found))) return;
    }
  }
  return {
    acquire,
    warnings,
    away: (now: boolean) => void (away = now),
    stored: () => state.peek('lease'),
    /** Writes what is there as if somebody else had. */
    put,
  };
}

const record = (beat: number) => JSON.stringify({ ...elsewhere, id: randomUUID(), since, beat });

describe('acquireLease', () => {
  it.each([
    ['a bot of another machine', record(3)],
    ['a record of another version', '{"v":2}'],
    ['no record at all', 'x'],
  ])('takes over from %s once that is silent', async (_, text) => {
    const { acquire, put, stored, warnings } = await scene();
    await put(() => text);
    const lease = await acquire(2000);
    expect(lease.held()).toBe(true);
    expect(await stored()).toContain('"machine":"mini"');
    expect(warnings).toEqual(['Took the state over from a bot that has ended']);
  });

  it.each([
    ['a bot of another machine', record(3), record(4), `process 7 on knox, since ${since}.`],
    [
      'one of another version',
      '{"v":2,"n":1}',
      '{"v":2,"n":2}',
      'one of another version, which does not say where it runs.',
    ],
  ])('is refused by %s that moves', async (_, before, after, named) => {
    const { acquire, put } = await scene();
    await put(() => before);
    const [acquired] = await Promise.allSettled([acquire(600_000), put(() => after)]);
    expect(String('reason' in acquired && acquired.reason)).toContain(
      `Another Driftwatch holds this state: ${named}`,
    );
  });

  it('comes in at once where the other one lets go meanwhile', async () => {
    const { acquire, put } = await scene();
    await put(() => record(3));
    const lease = acquire(600_000);
    await put(() => null);
    expect((await lease).held()).toBe(true);
  });
});

describe('a lease', () => {
  it.each([
    ['the store comes back empty', () => null],
    // what a renewal leaves whose answer was lost
    [
      'the store holds another beat of its own',
      (found: string | null) => found!.replace(/"beat":\d+/, '"beat":9000000'),
    ],
  ])('is kept where %s', async (_, change) => {
    const { acquire, put, stored } = await scene();
    const lease = await acquire(600_000);
    const id = /"id":"([^"]+)"/.exec((await stored())!)![1]!;
    await put(change);
    await expect.poll(stored).toMatch(new RegExp(`"id":"${id}".*"beat":\\d{1,6}}`));
    expect([lease.held(), lease.lostBy()]).toEqual([true, null]);
  });

  it('is lost where another one is there, and never given back to itself', async () => {
    const { acquire, put, stored } = await scene();
    const lease = await acquire(600_000);
    const other = record(0);
    await put(() => other);
    expect((await lease.lost).message).toContain(`process 7 on knox, since ${since}`);
    expect(lease.held()).toBe(false);
    await lease.release();
    expect(await stored()).toBe(other);
  });

  it('is not held while the store is away for too long, and held again when it is back', async () => {
    const { acquire, away, warnings } = await scene();
    const lease = await acquire(2000);
    away(true);
    await expect.poll(() => lease.held()).toBe(false);
    expect(lease.lostBy()).toBeNull();
    away(false);
    await expect.poll(() => lease.held()).toBe(true);
    expect(warnings).toEqual(['The lease on the state could not be renewed; trying again']);
  });

  it('leaves nothing behind when it is released, also in the middle of a renewal', async () => {
    const { acquire, stored } = await scene();
    for (let round = 0; round < 20; round += 1) {
      const lease = await acquire(600_000);
      await pause(round * 3);
      await lease.release();
      expect([await stored(), lease.held()]).toEqual([null, false]);
    }
  });

  it('says so where the store is away at its release', async () => {
    const { acquire, away, warnings } = await scene();
    const lease = await acquire(600_000);
    away(true);
    await lease.release();
    expect(warnings.at(-1)).toBe(
      'The lease on the state could not be released; the next bot waits for its end',
    );
  });
});
