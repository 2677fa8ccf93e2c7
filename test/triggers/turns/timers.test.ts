import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { App } from '../../../src/app.ts';
import type { AuditRequest } from '../../../src/report/request.ts';
import { createHeartbeat } from '../../../src/triggers/heartbeat.ts';
import { startManifestWatch } from '../../../src/triggers/manifest-watch.ts';
import { startMergeWatch } from '../../../src/triggers/merge-watch.ts';
import { aMemory } from '../../support/bots/memory.ts';
import { aReport } from '../../support/builders.ts';
import { aService } from '../../support/facts/observed.ts';

const minute = 60_000;

function mergeWatch(merges: App['records']['merges'] = async () => []) {
  const audited: AuditRequest[] = [];
  const logged: string[] = [];
  const app = {
    audit: async (request: AuditRequest) => {
      audited.push(request);
      return aReport();
    },
    records: { ...aMemory().records, merges },
  };
  const log = { error: (_: unknown, message?: string) => void logged.push(message ?? '') };
  return { watch: startMergeWatch({ app, now: Date.now, log }), audited, logged };
}

describe('what looks again and again', () => {
  it.each([
    [
      'the manifest',
      () => startManifestWatch({ warning: async () => null, onChange: async () => {}, log: console }),
    ],
    ['merges', () => mergeWatch().watch],
  ])('keeps no process alive: over %s', async (_, start) => {
    const made = vi.spyOn(globalThis, 'setInterval');
    const watch = start();
    const timers = made.mock.results.map(({ value }) => value as NodeJS.Timeout);
    await watch.close();
    expect(timers.map((timer) => timer.hasRef())).toEqual([false]);
  });

  it('keeps no process alive: a heartbeat between its tries', async () => {
    const active = () => process.getActiveResourcesInfo().filter((what) => what === 'Timeout').length;
    const before = active();
    let tries = 0;
    const beat = createHeartbeat('http://h/x', async () => ((tries += 1), 500), { warn() {} }, 10 * minute);
    for (let count = 0; count < 50; count += 1) void beat();
    for (let turn = 0; turn < 10; turn += 1) await nextTurn();
    // Nor does it try again before its pause is over.
    expect(tries).toBe(50);
    expect(active() - before).toBeLessThan(40);
  });
});

describe('on a clock that the test turns', () => {
  function turned(): void {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    onTestFinished(() => void vi.useRealTimers());
  }

  it('the manifest is looked at at once, each minute, and not once it is closed', async () => {
    turned();
    let looks = 0;
    const warning = async () => {
      looks += 1;
      return null;
    };
    const watch = startManifestWatch({ warning, onChange: async () => {}, log: console });
    expect(looks).toBe(1);
    await vi.advanceTimersByTimeAsync(2 * minute);
    expect(looks).toBe(3);
    await watch.close();
    await vi.advanceTimersByTimeAsync(2 * minute);
    expect(looks).toBe(3);
  });

  it('merges are looked at at once, each second, and not once it is closed', async () => {
    turned();
    let looks = 0;
    const { watch } = mergeWatch(async () => {
      looks += 1;
      return [];
    });
    expect(looks).toBe(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(looks).toBe(3);
    watch.close();
    await vi.advanceTimersByTimeAsync(2000);
    expect(looks).toBe(3);
  });
});

describe('what goes wrong is logged', () => {
  it('where the manifest cannot be looked at', async () => {
    const warn = vi.fn<() => void>();
    const warning = () => Promise.reject(new Error('no disk'));
    const watch = startManifestWatch({ warning, onChange: async () => {}, log: { warn } });
    await nextTurn();
    await watch.close();
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it('where the first look at merges fails', async () => {
    const { watch, logged } = mergeWatch(() => Promise.reject(new Error('no state')));
    await nextTurn();
    watch.close();
    expect(logged).toEqual(['The merge watch failed; trying again']);
  });

  it.each<[string, unknown, string]>([
    ['names it', new Error('connect to http://h/ping/1 failed'), 'connect to … failed'],
    ['names a part of it', new Error('no /ping/1 here'), 'no … here'],
    ['is no error', 'gone', 'unknown'],
  ])(
    'where a heartbeat does not arrive: without its address, if the reason %s',
    async (_, thrown, reason) => {
      const warn = vi.fn<(fields: object) => void>();
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- what a client may throw
      const get = () => Promise.reject(thrown);
      await createHeartbeat('http://h/ping/1', get, { warn }, 1)();
      expect(warn.mock.calls[0]?.[0]).toEqual({ reason, attempt: 1 });
    },
  );

  it('where a heartbeat to the root does not arrive: no slash is hidden', async () => {
    const warn = vi.fn<(fields: object) => void>();
    await createHeartbeat('http://h/', () => Promise.reject(new Error('a/b')), { warn }, 1)();
    expect(warn.mock.calls[0]?.[0]).toEqual({ reason: 'a/b', attempt: 1 });
  });
});

it('a merge is audited though it was stored before the watch began', async () => {
  const memory = aMemory();
  const told = { delivery: 'a', repo: 'knox/api', branch: 'main', commit: 'a'.repeat(40) };
  await memory.records.watchMerge(told, [aService({ name: 'api' })]);
  const { watch, audited } = mergeWatch(() => memory.records.merges());
  await expect.poll(() => audited.length).toBe(1);
  watch.close();
});
