import { describe, expect, it } from 'vitest';
import { lastResolvedLines, repairLines, timesToRepair } from '../../../embeds/history/repair.ts';
import type { Closed } from '../../../embeds/history/repair.ts';
import { auditLines, averageLines, changeLines } from '../../../embeds/history/trend.ts';
import { isoInstant } from '../../../src/time/instant.ts';
import { anAudit, DAY, HOUR, start } from '../../support/embeds/history/audits.ts';

function aClosing(open: number, over: Partial<Closed> = {}): Closed {
  return {
    type: 'git_drift',
    service: 'shiva',
    machine: 'tesseract',
    severity: 'HIGH',
    first_seen: isoInstant(start),
    resolved_at: isoInstant(start + open),
    ...over,
  };
}

describe('the mean time to repair', () => {
  it('is of each severity by itself, worst first, with how many it is from', () => {
    const closings = [aClosing(HOUR), aClosing(3 * HOUR), aClosing(52 * HOUR, { severity: 'CRITICAL' })];
    expect(repairLines(closings)).toEqual([
      '🔴 critical **2d 4h**, from 1 resolved',
      '🟠 high **2h**, from 2 resolved',
    ]);
    expect(repairLines([])).toEqual([]);
  });

  it('is never less than none, where a clock was set back', () => {
    expect(timesToRepair([aClosing(-DAY), aClosing(2 * HOUR)])).toEqual([
      { severity: 'HIGH', seconds: 3600, count: 2 },
    ]);
  });
});

it('the last resolved come newest first, with how long they stood and when they were over', () => {
  const closings = [1, 3, 2].map((hours) => aClosing(hours * HOUR, { service: `s${hours}` }));
  const hostile = aClosing(0, { service: '@everyone **x**', machine: null, type: 'cached_layer' });
  expect(lastResolvedLines([...closings, hostile], 3)).toEqual([
    `🟠 s3 on tesseract · git drift · <t:${(start + 3 * HOUR) / 1000}:R> after 3h`,
    `🟠 s2 on tesseract · git drift · <t:${(start + 2 * HOUR) / 1000}:R> after 2h`,
    `🟠 s1 on tesseract · git drift · <t:${(start + HOUR) / 1000}:R> after 1h`,
  ]);
  expect(lastResolvedLines([hostile], 5)).toEqual([
    `🟠 @\u200Beveryone \\*\\*x\\*\\* · cached layer · <t:${start / 1000}:R> after 0s`,
  ]);
});

describe('the trend', () => {
  const audits = [
    anAudit(start, { CRITICAL: 2, LOW: 1 }),
    anAudit(start + DAY, { CRITICAL: 1, LOW: 1 }),
    anAudit(start + 2 * DAY, { LOW: 1, unknown: 3 }),
  ];

  it('holds the newest against the one before, and against the average of those before', () => {
    expect(auditLines(audits)).toEqual([
      `Since the previous audit, <t:${(start + DAY) / 1000}:R>: 🔴 critical 1 → 0 ▼, ⚪ unknown 0 → 3 ▲`,
    ]);
    expect(averageLines(audits)).toEqual([
      'Compared with the average of the 2 audits before: 🔴 critical 1.5 → 0 ▼, ⚪ unknown 0 → 3 ▲',
    ]);
    expect(changeLines(audits)[0]).toContain(`Last change <t:${(start + 2 * DAY) / 1000}:R>: 🔴 critical 1`);
  });

  it('says so where no change, and nothing of a single audit', () => {
    const steady = [2, 2, 3, 2].map((HIGH, day) => anAudit(start + day * DAY, { HIGH }));
    expect(averageLines(steady)[0]).toMatch(/about as usual$/);
    const same = [start, start + DAY, start + 2 * DAY].map((at) => anAudit(at, { HIGH: 1 }));
    expect(auditLines(same)[0]).toMatch(/no change$/);
    expect(averageLines(same)[0]).toMatch(/about as usual$/);
    for (const lines of [auditLines, averageLines, changeLines]) expect(lines(same.slice(0, 1))).toEqual([]);
  });
});
