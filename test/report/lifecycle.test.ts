import { describe, expect, it } from 'vitest';
import { applyLifecycle } from '../../src/report/lifecycle.ts';
import { aFinding } from '../builders.ts';

const monday = '2026-03-30T18:00:00.000Z';
const sunday = '2026-03-29T18:00:00.000Z';
const { status: _status, first_seen: _since, ...found } = aFinding({ id: 'a' });
const before = aFinding({ id: 'a', first_seen: sunday, severity: 'LOW' });
const sees = () => true;

describe('applyLifecycle', () => {
  it('calls everything new where there was no audit before', () => {
    const { findings, resolved } = applyLifecycle(null, [found], monday, sees);
    expect(findings).toEqual([{ ...found, status: 'new', first_seen: monday }]);
    expect(resolved).toEqual([]);
  });

  it('keeps since when a finding stands, and shows it as it is now', () => {
    expect(applyLifecycle([before], [found], monday, sees).findings).toEqual([
      { ...found, status: 'ongoing', first_seen: sunday },
    ]);
  });

  it('keeps an acknowledgement', () => {
    const acknowledged = { ...before, status: 'acknowledged' as const };
    expect(applyLifecycle([acknowledged], [found], monday, sees).findings).toMatchObject([
      { status: 'acknowledged' },
    ]);
  });

  it('resolves what is gone', () => {
    const change = applyLifecycle([before], [], monday, sees);
    expect(change).toEqual({ findings: [], resolved: [before], unseen: [] });
  });

  it('neither resolves nor opens what could not be seen', () => {
    const change = applyLifecycle([before], [], monday, () => false);
    expect(change).toEqual({ findings: [], resolved: [], unseen: [before] });
  });
});
