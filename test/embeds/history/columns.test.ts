import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fleetChart } from '../../../embeds/history/chart.ts';
import { runsOf } from '../../../embeds/history/columns.ts';
import { anAudit, DAY, HOUR, start } from '../../support/embeds/history/audits.ts';

describe('the columns', () => {
  it('show an hour that was critical among months', () => {
    const audits = [
      anAudit(start),
      anAudit(start + 50 * DAY, { CRITICAL: 1 }),
      anAudit(start + 50 * DAY + HOUR, { LOW: 9 }),
      anAudit(start + 100 * DAY),
    ].map((audit) => ({ ...audit, trigger: 'command' }));
    const critical = runsOf(fleetChart(audits)!, 100).filter(({ counts }) => counts?.CRITICAL === 1);
    expect(critical.map(({ first, columns }) => [first, columns])).toEqual([[48, 1]]);
  });

  it('give the newest audit a place, and a single one no other than that', () => {
    const runs = runsOf(fleetChart([anAudit(start, { LOW: 1 }), anAudit(start + DAY, { HIGH: 2 })])!, 100);
    expect(runs.at(-1)).toMatchObject({ first: 96, columns: 4, counts: { HIGH: 2 } });
    expect(runsOf(fleetChart([anAudit(start, { LOW: 1 })])!, 100)).toMatchObject([
      { first: 96, columns: 4, counts: { LOW: 1 } },
    ]);
  });

  it('show a gap only where nobody looked', () => {
    const audits = [0, 1, 2, 3, 20].map((day) => anAudit(start + day * DAY, { unknown: 1 }));
    const runs = runsOf(fleetChart(audits)!, 100);
    expect(runs.map(({ counts }) => counts?.unknown ?? 'gap')).toEqual([1, 1, 1, 1, 'gap', 1]);
    expect(runs.reduce((sum, { columns }) => sum + columns, 0)).toBe(100);
  });

  it('lose no audit and show nothing that was not found, each column once', () => {
    const audit = fc.record({
      hour: fc.nat(3000),
      counts: fc.record({ CRITICAL: fc.nat(2), HIGH: fc.nat(2), LOW: fc.nat(2), unknown: fc.nat(2) }),
    });
    fc.assert(
      fc.property(fc.array(audit, { minLength: 1, maxLength: 80 }), (drawn) => {
        const audits = drawn.map(({ hour, counts }) => anAudit(start + hour * HOUR, counts));
        const chart = fleetChart(audits)!;
        const runs = runsOf(chart, 50);
        let end = 0;
        for (const { first, columns } of runs) {
          expect(first).toBeGreaterThanOrEqual(end);
          end = first + columns;
        }
        expect(end).toBeLessThanOrEqual(50);
        const found = chart.steps.map(({ counts }) => counts);
        expect(runs.filter(({ counts }) => counts !== null && !found.includes(counts))).toEqual([]);
        const most = Math.max(...found.map(({ CRITICAL }) => CRITICAL));
        expect(Math.max(...runs.map(({ counts }) => counts?.CRITICAL ?? 0))).toBe(most);
      }),
    );
  });
});
