import { describe, expect, it } from 'vitest';
import { parseUntil } from '../../../src/discord/answers/until.ts';
import { UserError } from '../../../src/text/user-error.ts';

const zurich = 'Europe/Zurich';

/** What is read at `now`, as an ISO instant in UTC. */
function read(text: string | null, now: string, timezone = 'UTC'): string {
  return new Date(parseUntil(text, Date.parse(now), timezone)).toISOString();
}

describe('parseUntil', () => {
  it.each([
    [null, '2026-10-08T12:00:00.000Z'],
    ['  ', '2026-10-08T12:00:00.000Z'],
    ['45m', '2026-10-01T12:45:00.000Z'],
    ['12h', '2026-10-02T00:00:00.000Z'],
    ['7d', '2026-10-08T12:00:00.000Z'],
    [' 2 W ', '2026-10-15T12:00:00.000Z'],
    ['90d', '2026-12-30T12:00:00.000Z'],
    ['2026-12-01', '2026-12-01T00:00:00.000Z'],
    ['2026-12-01 18:30', '2026-12-01T18:30:00.000Z'],
    ['2026-12-01T18:30:05', '2026-12-01T18:30:05.000Z'],
    ['2026-12-01T18:30Z', '2026-12-01T18:30:00.000Z'],
    ['2026-12-01T18:30:00.000+01:00', '2026-12-01T17:30:00.000Z'],
    ['2026-12-01t18:30:00-0330', '2026-12-01T22:00:00.000Z'],
  ])('reads %j', (text, instant) => {
    expect(read(text, '2026-10-01T12:00:00Z')).toBe(instant);
  });

  // It is a Thursday, at noon.
  it.each([
    ['7 days', '2026-10-08T12:00:00.000Z'],
    ['in 90 minutes', '2026-10-01T13:30:00.000Z'],
    ['1 week', '2026-10-08T12:00:00.000Z'],
    ['tomorrow', '2026-10-02T09:00:00.000Z'],
    ['Tomorrow 18:30', '2026-10-02T18:30:00.000Z'],
    ['today 6pm', '2026-10-01T18:00:00.000Z'],
    ['friday 9:00', '2026-10-02T09:00:00.000Z'],
    ['FRI', '2026-10-02T09:00:00.000Z'],
    ['monday at 12am', '2026-10-05T00:00:00.000Z'],
    ['thursday 13:00', '2026-10-01T13:00:00.000Z'],
    ['thursday 11:00', '2026-10-08T11:00:00.000Z'],
    ['wed, noon', '2026-10-07T12:00:00.000Z'],
    ['18:00', '2026-10-01T18:00:00.000Z'],
    ['9:30am', '2026-10-02T09:30:00.000Z'],
  ])('reads %j as people say it', (text, instant) => {
    expect(read(text, '2026-10-01T12:00:00Z')).toBe(instant);
  });

  it('reads days and times on the clocks of the zone, also where they change', () => {
    expect(read('tomorrow', '2026-10-01T23:30:00Z', zurich)).toBe('2026-10-03T07:00:00.000Z');
    expect(read('sunday 9:00', '2026-10-24T12:00:00Z', zurich)).toBe('2026-10-25T08:00:00.000Z');
  });

  it('refuses a time of today that is over', () => {
    expect(() => read('today 9:00', '2026-10-01T12:00:00Z')).toThrow(/is not in the future/);
  });

  it.each([
    ['2026-07-01', zurich, '2026-06-30T22:00:00.000Z'],
    ['2026-07-01 08:00', zurich, '2026-07-01T06:00:00.000Z'],
    ['2026-07-01 08:00', 'America/New_York', '2026-07-01T12:00:00.000Z'],
    ['2026-07-01 08:00', 'Asia/Kolkata', '2026-07-01T02:30:00.000Z'],
    ['2026-07-01 08:00', 'Pacific/Kiritimati', '2026-06-30T18:00:00.000Z'],
    ['2026-07-01T08:00Z', zurich, '2026-07-01T08:00:00.000Z'],
  ])('reads %j in %s', (text, timezone, instant) => {
    expect(read(text, '2026-06-01T00:00:00Z', timezone)).toBe(instant);
  });

  it.each([
    ['a duration over the change is as long as ever', '1d', '2026-03-29T12:00:00.000Z'],
    ['the day of the change begins in winter time', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['just before the gap', '2026-03-29 01:59', '2026-03-29T00:59:00.000Z'],
    ['in the gap, as much later', '2026-03-29 02:30', '2026-03-29T01:30:00.000Z'],
    ['just after the gap', '2026-03-29 03:00', '2026-03-29T01:00:00.000Z'],
    ['the day after begins in summer time', '2026-03-30', '2026-03-29T22:00:00.000Z'],
  ])('in spring: %s', (_, text, instant) => {
    expect(read(text, '2026-03-28T12:00:00Z', zurich)).toBe(instant);
  });

  it.each([
    ['just before the hour that comes twice', '2026-10-25 01:59', '2026-10-24T23:59:00.000Z'],
    ['the first of the two', '2026-10-25 02:30', '2026-10-25T00:30:00.000Z'],
    ['just after it', '2026-10-25 03:00', '2026-10-25T02:00:00.000Z'],
    ['an offset says which of the two', '2026-10-25T02:30+01:00', '2026-10-25T01:30:00.000Z'],
  ])('in autumn: %s', (_, text, instant) => {
    expect(read(text, '2026-10-24T12:00:00Z', zurich)).toBe(instant);
  });

  it('begins a day that has no midnight with its first hour', () => {
    expect(read('2026-09-06', '2026-09-01T00:00:00Z', 'America/Santiago')).toBe('2026-09-06T04:00:00.000Z');
  });

  it.each([
    'soon',
    '7',
    '-7d',
    '1e3d',
    '0x10h',
    '1.5h',
    'd',
    '2026',
    '2026-13-01',
    '2026-02-30',
    '2026-2-3',
    '2026-12-01 24:00',
    '2026-12-01 18:60',
    '2026-12-01 18',
    '2026-12-01Z',
    '2026-12-01T18:00+99:00',
    '2026-12-01T18:00+01:75',
    '01.12.2026',
    '12/01/2026',
    'tomorrow 25:00',
    'someday',
    'fr',
    '9',
    '13pm',
    'friday 9:75',
    '٧d',
    '@everyone',
    `2026-12-01${' '.repeat(500)}x`,
  ])('refuses %j as no time', (text) => {
    expect(() => read(text, '2026-10-01T12:00:00Z')).toThrow(UserError);
    expect(() => read(text, '2026-10-01T12:00:00Z')).toThrow(
      /is not a time\. Write 12h or 7d, tomorrow, friday 9:00, or a date such as 2026-10-02 18:00/,
    );
  });

  it.each(['0d', '2026-09-30', '2026-10-01', '2026-10-01 12:00', '1970-01-01T00:00Z', '0001-01-01'])(
    'refuses %j as past',
    (text) => {
      expect(() => read(text, '2026-10-01T12:00:00Z')).toThrow(/is not in the future/);
    },
  );

  it.each(['91d', '13w', '999999w', '2026-12-30 12:01', '9999-12-31'])('refuses %j as too far', (text) => {
    expect(() => read(text, '2026-10-01T12:00:00Z')).toThrow(/is more than 90 days ahead/);
  });

  it('quotes only the beginning of what was typed', () => {
    const message = (text: string) => {
      try {
        return read(text, '2026-10-01T12:00:00Z');
      } catch (error) {
        return String(error);
      }
    };
    expect(message('x'.repeat(6000)).length).toBeLessThan(220);
  });
});
