import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTicks, timeTicks } from '../../../embeds/history/axes.ts';
import { wallClock, zoneOffset } from '../../../src/time/time-zone.ts';
import { DAY, HOUR, start } from '../../support/embeds/history/audits.ts';

const zones = fc.constantFrom('UTC', 'Europe/Rome', 'America/New_York', 'Asia/Kolkata', 'Pacific/Chatham');

describe('the time axis', () => {
  it('marks round hours with their day below, in the zone', () => {
    const span = { from: start + 10 * HOUR, until: start + 34 * HOUR };
    expect(timeTicks(span, 'Europe/Rome', 6).map(({ label, below }) => [label, below])).toEqual([
      ['12:00', '1 Mar'],
      ['18:00', ''],
      ['00:00', '2 Mar'],
      ['06:00', ''],
    ]);
  });

  it('marks days with their year below, at midnight on either side of a change of the clocks', () => {
    const span = { from: start + 20 * DAY, until: start + 48 * DAY };
    const ticks = timeTicks(span, 'Europe/Rome', 6);
    expect(ticks.map(({ label, below }) => `${label} ${below}`.trim())).toEqual([
      '23 Mar 2026',
      '30 Mar',
      '6 Apr',
      '13 Apr',
    ]);
    for (const { at } of ticks) expect(wallClock(at, 'Europe/Rome').clock).toBe('00:00');
  });

  it('marks round hours on the day on which the clocks are put forward', () => {
    const span = { from: Date.parse('2026-03-08T05:00:00Z'), until: Date.parse('2026-03-08T16:00:00Z') };
    expect(timeTicks(span, 'America/New_York', 6).map(({ label }) => label)).toEqual([
      '00:00',
      '03:00',
      '06:00',
      '09:00',
      '12:00',
    ]);
  });

  it('marks one instant by itself, and what is too short for a round time by its end', () => {
    const at = start + 123_000;
    expect(timeTicks({ from: at, until: at }, 'UTC', 6)).toEqual([{ at, label: '00:02', below: '1 Mar' }]);
    expect(timeTicks({ from: at, until: at + 9000 }, 'UTC', 6)).toEqual([
      { at: at + 9000, label: '00:02', below: '1 Mar' },
    ]);
  });

  it('has at least one tick and at most so many, in order and in the span, whatever the span', () => {
    const span = fc
      .tuple(fc.integer({ min: 0, max: 1000 * DAY }), fc.integer({ min: 0, max: 20_000 * DAY }))
      .map(([from, length]) => ({ from: start + from, until: start + from + length }));
    fc.assert(
      fc.property(span, zones, (each, zone) => {
        const ticks = timeTicks(each, zone, 6).map(({ at }) => at);
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks).toEqual(ticks.toSorted((one, other) => one - other));
        expect(ticks.every((at) => at >= each.from && at <= each.until)).toBe(true);
      }),
    );
  });
});

it('the zone tells how far its clocks are ahead, in summer and winter', () => {
  const summer = Date.parse('2026-07-01T00:00:00Z');
  expect(zoneOffset(start, 'UTC')).toBe(0);
  expect(zoneOffset(start, 'Europe/Rome')).toBe(HOUR);
  expect(zoneOffset(summer, 'Europe/Rome')).toBe(2 * HOUR);
  expect(zoneOffset(start, 'America/St_Johns')).toBe(-3.5 * HOUR);
});

describe('the count axis', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [5, [0, 2, 4, 6]],
    [17, [0, 5, 10, 15, 20]],
    [1999, [0, 500, 1000, 1500, 2000]],
  ])('for %i is %j', (peak, ticks) => {
    expect(countTicks(peak)).toEqual(ticks);
  });

  it('holds any peak in at most five whole numbers', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (peak) => {
        const ticks = countTicks(peak);
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(ticks.every(Number.isInteger)).toBe(true);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(peak);
        expect(ticks.at(-2)).toBeLessThan(Math.max(peak, 1));
      }),
    );
  });
});
