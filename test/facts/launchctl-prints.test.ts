import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { launchdProblem } from '../../src/comparison/readings/jobs/launchd-problem.ts';
import { loopOf } from '../../src/comparison/readings/jobs/job-loop.ts';
import type { Job, LaunchdPlan } from '../../src/facts/job.ts';
import { lacksShells, shells } from '../support/machines/shells.ts';
import { prints } from '../support/probes/fixtures/jobs/launchctl-prints.ts';
import { ask, jobOf, read, targetOf } from '../support/probes/job-scene.ts';
import { fuzzRounds } from '../support/property-time.ts';

const runs = fuzzRounds(3000);

/** A launchctl whose `print` says this, and whose `list` knows nothing. */
function launchctl(print: string): Record<string, string> {
  return { launchctl: `[ "$1" = print ] || exit 0\ncat <<'PRINT'\n${print}PRINT` };
}

function asked(label: string) {
  return { target: targetOf([label]), own: launchctl(prints[label] ?? '') };
}

describe.skipIf(lacksShells).each(shells)('launchctl print, read by $name', ({ argv: shell }) => {
  it.each<[label: string, plan: Partial<LaunchdPlan>, job: Partial<Job>]>([
    [
      'dying',
      { runs: 482, keep_alive: 'always', spawn_failed: false },
      { last_exit: 1, state: 'spawn scheduled' },
    ],
    ['done', { runs: 4, keep_alive: 'on failure' }, { last_exit: 0 }],
    ['interval', { runs: 482, keep_alive: null, scheduled: true }, { last_exit: 0 }],
    ['calendar', { keep_alive: null, scheduled: true }, { state: 'waiting' }],
    ['sierra', { runs: 2, keep_alive: 'always' }, { last_exit: 0 }],
    ['unsigned', { spawn_failed: true, exit_reason: 'OS_REASON_CODESIGNING' }, { last_exit: -9 }],
  ])('knows the plan of %s', (label, launchd, job) => {
    expect(jobOf({ ...asked(label), shell })).toMatchObject({ ok: true, value: { ...job, launchd } });
  });
});

describe.skipIf(lacksShells)('launchctl print', () => {
  it.each([
    ['dying', 'loop'],
    ['done', 'fine'],
    ['interval', 'fine'],
    ['calendar', 'fine'],
    ['sierra', 'is down'],
    ['unsigned', 'has failed'],
  ])('of %s means: %s', (label, meaning) => {
    const job = jobOf(asked(label));
    if (!job.ok) throw new Error(job.detail);
    const problem = launchdProblem(job.value)?.is ?? 'fine';
    expect(loopOf(job.value, null) ? 'loop' : problem).toBe(meaning);
  });

  it('leaves the environment of a job on the machine: it may hold secrets', () => {
    expect(ask(asked('dying'))).not.toMatch(/sk-live|SSH_AUTH_SOCK|server\.js|coalition/);
  });

  it('is a value or a reason, however it is changed', () => {
    const target = targetOf(['dying']);
    const whole = ask(asked('dying'));
    const changed = fc.tuple(fc.nat(whole.length), fc.nat(9), fc.string({ unit: 'binary', maxLength: 9 }));
    fc.assert(
      fc.property(changed, ([at, length, text]) => {
        const seen = read(whole.slice(0, at) + text + whole.slice(at + length), target);
        const job = seen.ok ? seen.value['dying'] : seen;
        const told = job?.ok === true ? (launchdProblem(job.value)?.is ?? '') : (job?.detail ?? '\n');
        const starts = job?.ok === true ? (loopOf(job.value, 0)?.starts ?? 0) : 0;
        expect([Number.isInteger(starts), told.includes('\n')]).toEqual([true, false]);
      }),
      { numRuns: runs },
    );
  });
});
