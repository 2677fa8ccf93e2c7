import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fleetChart, serviceChart, shownAudits } from '../../../embeds/history/chart.ts';
import type { Audit, Chart } from '../../../embeds/history/chart.ts';
import { aChange, anAudit, HOUR, none, start } from '../../support/embeds/history/audits.ts';
import { isoInstant } from '../../../src/time/instant.ts';

const hours = (...numbers: number[]) => numbers.map((number) => start + number * HOUR);

describe('the chart of a fleet', () => {
  it('is none where no audit of everything is remembered', () => {
    expect(fleetChart([])).toBeNull();
    expect(fleetChart([anAudit(start, {}, { whole: false })])).toBeNull();
  });

  it('holds what an audit found until the next, and the newest at its own moment', () => {
    const [first = 0, second = 0] = hours(0, 5);
    const chart = fleetChart([anAudit(second, { unknown: 2 }), anAudit(first, { HIGH: 1 })]);
    expect(chart).toEqual({
      from: first,
      until: second,
      steps: [
        { from: first, until: second, counts: { ...none, HIGH: 1 } },
        { from: second, until: second, counts: { ...none, unknown: 2 } },
      ],
      gaps: [],
      looks: [first, second],
      newest: { ...none, unknown: 2 },
    });
  });

  it('leaves out audits of a part, and shows the last hundred', () => {
    const audits = hours(...Array.from({ length: 150 }, (_, index) => index)).flatMap((at) => [
      anAudit(at),
      anAudit(at + 1, { CRITICAL: 9 }, { whole: false }),
    ]);
    const shown = shownAudits(audits);
    expect(shown).toHaveLength(100);
    expect(shown.at(-1)).toBe(audits.at(-2));
    expect(fleetChart(audits)?.steps.every(({ counts }) => counts.CRITICAL === 0)).toBe(true);
  });

  it('has a gap where the schedule was not kept, from when the next audit was due', () => {
    const [, , second = 0, late = 0] = hours(0, 1, 2, 9, 10);
    const chart = fleetChart(hours(0, 1, 2, 9, 10).map((at) => anAudit(at, { LOW: 1 })));
    expect(chart?.gaps).toEqual([{ from: second + HOUR, until: late }]);
    expect(chart?.steps).toContainEqual({
      from: second,
      until: second + HOUR,
      counts: { ...none, LOW: 1 },
    });
  });

  it('has none for a scan that was a little late, nor where people alone ask', () => {
    expect(fleetChart(hours(0, 1, 2, 3.4, 4).map((at) => anAudit(at)))?.gaps).toEqual([]);
    const asked = hours(0, 1, 2, 90).map((at) => anAudit(at, {}, { trigger: 'command' }));
    expect(fleetChart(asked)?.gaps).toEqual([]);
  });

  it('takes the later of two audits of one instant', () => {
    const chart = fleetChart([anAudit(start, { HIGH: 1 }), anAudit(start)]);
    expect(chart?.steps).toEqual([{ from: start, until: start, counts: none }]);
  });

  const audit = fc.record({
    at: fc.integer({ min: 0, max: 5000 }).map((tenths) => isoInstant(start + (tenths * HOUR) / 10)),
    trigger: fc.constantFrom('schedule', 'command', 'merge'),
    whole: fc.boolean(),
    counts: fc.record({ CRITICAL: fc.nat(3), HIGH: fc.nat(3), LOW: fc.nat(3), unknown: fc.nat(3) }),
  });

  it('fills the time from first to last with steps and gaps that never overlap, and shows each audit', () => {
    fc.assert(
      fc.property(fc.array(audit, { maxLength: 60 }), (audits: Audit[]) => {
        const chart = fleetChart(audits);
        const shown = shownAudits(audits);
        expect(chart === null).toBe(shown.length === 0);
        if (!chart) return;
        const parts = [...chart.steps, ...chart.gaps].toSorted(
          (one, other) => one.from - other.from || one.until - other.until,
        );
        let at = chart.from;
        for (const part of parts) {
          expect(part.from).toBe(at);
          at = part.until;
        }
        expect(at).toBe(chart.until);
        const last = new Map(shown.map(({ at, counts }) => [Date.parse(at), counts]));
        for (const [time, counts] of last) expect(countsAt(chart, time)).toEqual(counts);
      }),
    );
  });
});

function countsAt({ steps }: Chart, at: number) {
  return steps.find(({ from }) => from === at)?.counts;
}

describe('the chart of a service', () => {
  it('is none where nobody has looked', () => {
    expect(serviceChart({ at: isoInstant(start), changes: [] }, [])).toBeNull();
  });

  it('lasts until it was last seen', () => {
    const [first = 0, second = 0, seen = 0] = hours(0, 4, 9);
    const past = { at: isoInstant(seen), changes: [aChange(first, 0, 1, 0, 0), aChange(second, 0, 0, 0, 1)] };
    const chart = serviceChart(past, []);
    expect(chart?.steps).toEqual([
      { from: first, until: second, counts: { ...none, HIGH: 1 } },
      { from: second, until: seen, counts: { ...none, unknown: 1 } },
    ]);
    expect(chart?.newest.unknown).toBe(1);
  });

  it('has a gap where no full audit looked, and none in the time that is forgotten', () => {
    const [first = 0, oldest = 0, , , due = 0, late = 0] = hours(0, 50, 51, 52, 53, 60);
    const audits = hours(50, 51, 52, 60).map((at) => anAudit(at));
    const past = { at: isoInstant(late), changes: [aChange(first, 1, 0, 0, 0)] };
    const chart = serviceChart(past, audits);
    expect(chart?.gaps).toEqual([{ from: due, until: late }]);
    expect(chart?.steps.map(({ from, until }) => [from, until])).toEqual([
      [first, due],
      [late, late],
    ]);
    expect(chart?.looks).toContain(oldest);
  });
});
