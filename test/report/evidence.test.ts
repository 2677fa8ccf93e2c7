import { describe, expect, it } from 'vitest';
import { evidenceLines, fullEvidence } from '../../src/report/evidence.ts';

describe('evidence in words', () => {
  it.each([
    [{ uptime_seconds: 3_542_400 }, 'up for 41d'],
    [{ age_seconds: 60 }, 'age: 1m'],
    [
      { holder: { pid: 812, elapsed_seconds: 22, user: 'knox' } },
      'holder: pid 812, running for 22s, user knox',
    ],
    [{ last_exit: 1 }, 'last exit: 1'],
    [{ failed: [{ interface: 'lan', detail: 'timeout' }] }, 'failed: interface lan, timeout'],
    [{ head: { sha: 'b9d1e44' } }, 'head: commit b9d1e44'],
    [{ zombies: [{ pid: 7, ppid: 1, named_by: null }] }, 'zombies: pid 7, parent pid 1'],
  ])('%j is %s', (evidence, line) => {
    expect(fullEvidence(evidence)).toEqual([line]);
  });

  it('says the same in the text of a report', () => {
    const trees = [{ pid: 4711, extra: true, elapsed_seconds: 120, started_at: '2026-03-29T18:00:00Z' }];
    expect(evidenceLines({ trees })).toEqual([
      'process: pid 4711, extra, running for 2m, started 2026-03-29T18:00:00Z',
    ]);
  });
});
