import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AuditRequest } from '../../src/report/request.ts';
import { startMergeWatch } from '../../src/triggers/merge-watch.ts';
import { aReport } from '../support/builders.ts';
import { aMemory } from '../support/bots/memory.ts';
import { aService } from '../support/facts/observed.ts';

const sunday = Date.parse('2026-03-29T18:00:00Z');
const second = 1000;
const minute = 60 * second;

/** A watch whose clock the test sets. An audit takes until `end` lets it, and fails where the test says so. */
function scene(memory = aMemory(() => clock.now), clock = { now: sunday }) {
  const requests: AuditRequest[] = [];
  const logged: string[] = [];
  const state = { end: Promise.resolve(), fails: false, away: false };
  const { records, ledger } = memory;

  async function audit(request: AuditRequest) {
    requests.push(request);
    await state.end;
    if (state.fails) throw new Error('no audit');
    return aReport();
  }
  async function merges() {
    if (state.away) throw new Error('the state is away');
    return await records.merges();
  }
  /** A push to main, of both services unless told otherwise. */
  async function push(delivery: string, ...names: string[]) {
    const services = (names.length > 0 ? names : ['api', 'indexer']).map((name) => aService({ name }));
    const told = { delivery, repo: 'knox/api', branch: 'main', commit: delivery.repeat(40).slice(0, 40) };
    await records.watchMerge(told, services);
  }
  /** Looks at the watch's own time, and waits until that look is over. */
  async function at(ms: number) {
    clock.now = sunday + ms;
    watch.wake();
    for (let turn = 0; turn < 30; turn += 1) await nextTurn();
  }
  const watch = startMergeWatch({
    app: { audit, records: { ...records, merges } },
    now: () => clock.now,
    log: { error: (_: unknown, message?: string) => void logged.push(message ?? '') },
  });
  onTestFinished(() => watch.close());

  return {
    memory,
    requests,
    logged,
    state,
    watch,
    audited: () => requests.map(({ service }) => service),
    push,
    at,
    /** As the recorder does it where a service runs what was pushed. */
    deployed: async (name: string) =>
      await ledger.update((value) => {
        const left = value.merges.filter(({ service }) => service !== name);
        return { value: { ...value, merges: left }, result: null };
      }),
  };
}

describe('the watch over merges', () => {
  it('audits each service that was pushed to at once, and again every half minute', async () => {
    const { push, at, requests, audited } = scene();
    await push('a');
    await at(0);
    expect(requests).toEqual(
      ['api', 'indexer'].map((service) => ({ trigger: 'merge', service, machine: null, only: 'all' })),
    );
    await at(29 * second);
    expect(audited()).toHaveLength(2);
    await at(30 * second);
    expect(audited()).toEqual(['api', 'indexer', 'api', 'indexer']);
  });

  it('audits nothing where nothing was pushed, nor what is deployed', async () => {
    const { push, at, audited, deployed } = scene();
    await at(0);
    expect(audited()).toEqual([]);
    await push('a');
    await at(second);
    await deployed('api');
    await at(minute);
    expect(audited()).toEqual(['api', 'indexer', 'indexer']);
  });

  it('looks at the end of the grace time, however short the time since the last look, and once', async () => {
    const { push, at, audited } = scene();
    await push('a', 'api');
    await at(0);
    await at(15 * minute - second);
    expect(audited()).toHaveLength(2);
    await at(15 * minute);
    expect(audited()).toHaveLength(3);
    await at(15 * minute + second);
    expect(audited()).toHaveLength(3);
  });

  it('audits a service one at a time', async () => {
    const { push, at, audited, state } = scene();
    const { promise, resolve } = Promise.withResolvers<void>();
    state.end = promise;
    await push('a', 'api');
    await at(0);
    await at(5 * minute);
    await push('b', 'api');
    await at(5 * minute + second);
    expect(audited()).toHaveLength(1);
    resolve();
    await at(5 * minute + 2 * second);
    await at(5 * minute + 3 * second);
    expect(audited()).toHaveLength(2);
  });

  it('looks at a newer push at once, which takes the place of the older', async () => {
    const { push, at, audited, memory } = scene();
    await push('a', 'api');
    await at(0);
    await at(second);
    await push('b', 'api');
    expect(await memory.records.merges()).toMatchObject([{ service: 'api', commit: 'b'.repeat(40) }]);
    await at(2 * second);
    expect(audited()).toHaveLength(2);
  });

  it('watches on after a restart', async () => {
    const before = scene();
    await before.push('a', 'api');
    await before.at(0);
    before.watch.close();
    const after = scene(before.memory);
    await after.at(second);
    expect([before.audited(), after.audited()]).toEqual([['api'], ['api']]);
  });

  it('says that an audit failed, and tries again', async () => {
    const { push, at, audited, state, logged } = scene();
    await push('a', 'api');
    state.fails = true;
    await at(0);
    await at(30 * second);
    expect([audited().length, logged]).toEqual([
      2,
      ['The audit after a merge failed', 'The audit after a merge failed'],
    ]);
  });

  it('says once that the state is away, and goes on when it is back', async () => {
    const { push, at, audited, state, logged } = scene();
    await push('a', 'api');
    state.away = true;
    for (let look = 0; look < 5; look += 1) await at(look * second);
    expect([audited(), logged]).toEqual([[], ['The merge watch failed; trying again']]);
    state.away = false;
    await at(6 * second);
    expect(audited()).toEqual(['api']);
    state.away = true;
    await at(7 * second);
    expect(logged).toHaveLength(2);
  });

  it('logs no error where a stop cuts an audit off', async () => {
    const { push, at, watch, audited, state, logged } = scene();
    const cut = Promise.withResolvers<void>();
    state.end = cut.promise;
    await push('a', 'api');
    await at(0);
    watch.close();
    cut.reject(new Error('statement has been finalized'));
    await at(second);
    expect([audited(), logged]).toEqual([['api'], []]);
  });

  it('begins no audit after it was closed', async () => {
    const { push, at, watch, audited } = scene();
    watch.close();
    await push('a', 'api');
    await at(0);
    expect(audited()).toEqual([]);
  });
});
