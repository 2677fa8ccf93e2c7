import * as fc from 'fast-check';
import { createTask, validate } from 'node-cron';
import { describe, expect, it } from 'vitest';
import { isReadable, lastDue, shortestGap } from '../../src/time/cron-times.ts';
import { rounds } from '../support/property-time.ts';

const berlin = 'Europe/Berlin';

function due(expression: string, timezone: string, at: string): string | null {
  const found = lastDue(expression, timezone, Date.parse(at));
  return found === null ? null : new Date(found).toISOString();
}

describe('when an expression was due last', () => {
  it.each([
    ['on the second', '0 18 * * 0', 'UTC', '2026-03-29T18:00:00.000Z', '2026-03-29T18:00:00.000Z'],
    ['a moment before', '0 18 * * 0', 'UTC', '2026-03-29T17:59:59.999Z', '2026-03-22T18:00:00.000Z'],
    ['by the zone of the schedule', '0 18 * * 0', berlin, '2026-03-22T20:00:00Z', '2026-03-22T17:00:00.000Z'],
    [
      'after the clocks went forward',
      '0 18 * * 0',
      berlin,
      '2026-03-29T20:00:00Z',
      '2026-03-29T16:00:00.000Z',
    ],
    ['after the clocks went back', '0 18 * * 0', berlin, '2026-10-25T20:00:00Z', '2026-10-25T17:00:00.000Z'],
    [
      'in the hour that is left out',
      '30 2 * * *',
      berlin,
      '2026-03-29T12:00:00Z',
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'once in the hour that comes twice',
      '30 2 * * *',
      berlin,
      '2026-10-25T12:00:00Z',
      '2026-10-25T00:30:00.000Z',
    ],
    ['by day of month or of week', '0 0 1 * 1', 'UTC', '2026-04-01T12:00:00Z', '2026-04-01T00:00:00.000Z'],
    ['by whole names', '0 18 * * Sunday', 'UTC', '2026-03-29T19:00:00Z', '2026-03-29T18:00:00.000Z'],
    ['with seconds', '*/10 * * * * *', 'UTC', '2026-03-29T19:00:09Z', '2026-03-29T19:00:00.000Z'],
  ])('%s', (_, expression, timezone, at, expected) => {
    expect(due(expression, timezone, at)).toBe(expected);
  });

  it('is a time at which node-cron fires, for any time of day and week', () => {
    const part = {
      minute: fc.nat(59),
      hour: fc.nat(23),
      day: fc.constantFrom('*', '0', '7', '1-5', 'Sun', '2,4'),
    };
    const at = fc.integer({ min: Date.parse('2026-01-05'), max: Date.parse('2027-12-01') });
    fc.assert(
      fc.property(
        fc.record(part),
        at,
        fc.constantFrom('UTC', 'Asia/Tokyo', 'Asia/Kolkata'),
        (cron, now, timezone) => {
          const expression = `${cron.minute} ${cron.hour} * * ${cron.day}`;
          expect(validate(expression) && isReadable(expression)).toBe(true);
          const found = lastDue(expression, timezone, now);
          const task = createTask(expression, () => {}, { timezone });
          expect(found !== null && found <= now && task.match(new Date(found))).toBe(true);
        },
      ),
      { numRuns: rounds(300) },
    );
  });
});

describe('how often an expression is due', () => {
  it.each([
    ['0 18 * * 0', 7 * 24],
    ['0 6,18 * * *', 12],
    ['*/15 * * * *', 0.25],
    ['0 0 29 2 *', 24 * (4 * 365 + 1)],
  ])('%s', (expression, hours) => {
    const gap = shortestGap(expression, 'UTC', Date.parse('2026-04-01')) / 3_600_000;
    expect(gap).toBe(hours);
  });
});
