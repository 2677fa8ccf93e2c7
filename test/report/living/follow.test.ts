import { describe, expect, it } from 'vitest';
import { credited, followed } from '../../../src/report/living/follow.ts';
import type { Followed } from '../../../src/report/living/follow.ts';
import { isBehind } from '../../../src/report/living/living-alert.ts';
import { shivaTwice } from '../../support/alerting/bulletin.ts';
import { aFinding } from '../../support/builders.ts';
import { anOpenFinding } from '../../support/report/open-finding.ts';
import { aFix, anAlertOf } from '../../support/report/living.ts';

const stale = aFinding({ id: 'stale' });
const alert = anAlertOf([shivaTwice, stale]);
const now = '2026-03-29T18:12:00.000Z';

function after(over: Partial<Followed>, alerts = [alert]) {
  const moment = { openFindings: [], resolved: [], trigger: 'watch', fixes: [], now, numbers: true } as const;
  return followed(alerts, { ...moment, ...over });
}
const stands = [anOpenFinding(shivaTwice), anOpenFinding(stale)];

describe('an alert that was told', () => {
  it('is the same object where nothing of it has changed', () => {
    expect(after({ openFindings: stands })[0]).toBe(alert);
  });

  it('says of what is over how long it stood and which audit missed it, and has to be edited', () => {
    const [next] = after({ openFindings: [anOpenFinding(stale)], resolved: [shivaTwice] });
    const [shiva, other] = next!.entries;
    expect(shiva).toMatchObject({ ended: { at: now, trigger: 'watch', fix: null }, finding: null });
    expect(other?.ended).toBeNull();
    expect([isBehind(alert), isBehind(next!)]).toEqual([false, true]);
  });

  it('says of what the manifest has no longer that nobody knows', () => {
    const [next] = after({ openFindings: [anOpenFinding(stale)] });
    expect(next?.entries[0]?.ended).toEqual({ at: now, trigger: null, fix: null });
  });

  it('says who has acknowledged it and until when, and forgets that when the time is over', () => {
    const until = '2026-03-30T18:00:00.000Z';
    const acknowledged = {
      by: 'Ada',
      reason: 'x',
      at: now,
      until,
      severity: 'CRITICAL' as const,
      copies: null,
    };
    const known = [anOpenFinding(shivaTwice, { acknowledged }), anOpenFinding(stale)];
    const [next] = after({ openFindings: known });
    expect(next?.entries[0]?.acknowledged).toEqual({ by: 'Ada', until });
    const later = after({ openFindings: known, now: '2026-03-31T18:00:00.000Z' }, [next!]);
    expect(later[0]?.entries[0]?.acknowledged).toBeNull();
  });

  it('follows numbers that move in an audit, and not in a watch', () => {
    const moved = [anOpenFinding(shivaTwice), anOpenFinding({ ...stale, summary: '5 commits behind' })];
    expect(after({ openFindings: moved, numbers: false })[0]).toBe(alert);
    expect(after({ openFindings: moved })[0]?.entries[1]?.finding?.summary).toBe('5 commits behind');
  });

  it('is forgotten 30 days after the last of it was over, and never while something is open', () => {
    const [over] = after({ resolved: [shivaTwice, stale] });
    const at = (days: number) => new Date(Date.parse(now) + days * 86_400_000).toISOString();
    expect(after({ now: at(29) }, [over!])).toHaveLength(1);
    expect(after({ now: at(31) }, [over!])).toEqual([]);
    expect(after({ now: at(300), openFindings: stands })).toHaveLength(1);
  });
});

describe('a remediation', () => {
  it.each([
    ['its finding', aFix(), 'dup'],
    ['another finding of its service', aFix({ finding: 'other' }), 'other'],
    ['a finding of another service', aFix({ finding: 'other', service: 'docs' }), null],
    ['what ended hours later', aFix({ at: '2026-03-29T12:00:00.000Z' }), null],
  ])('is credited with %s or not', (_, fix, finding) => {
    const [next] = after({ openFindings: [anOpenFinding(stale)], resolved: [shivaTwice], fixes: [fix] });
    expect(next?.entries[0]?.ended?.fix?.finding ?? null).toBe(finding);
  });

  it('is credited too where a watch saw the end before anybody had taken note of the cause', () => {
    const ended = after({ openFindings: [anOpenFinding(stale)], resolved: [shivaTwice] });
    const [next] = credited(ended, aFix());
    expect(next?.entries[0]?.ended?.fix).toEqual(aFix());
    expect(next?.revision).toBe((ended[0]?.revision ?? 0) + 1);
    const [before] = credited(ended, aFix({ at: '2026-03-29T18:13:00.000Z' }));
    expect(before).toBe(ended[0]);
  });
});
