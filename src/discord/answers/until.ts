import { isoDate } from '../../time/instant.ts';
import { UserError } from '../../text/user-error.ts';
import { instantAt, zoneOffset } from '../../time/time-zone.ts';
import { spokenTime } from './spoken-time.ts';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 7;
const MOST_DAYS = 90;
const unitMs = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', DAY_MS],
  ['w', 7 * DAY_MS],
]);

const DURATION = /^(?:in\s+)?(\d{1,6})\s*(m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?)$/i;
const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?)?$/i;
const OFFSET = /(?<=:\d\d(?:\.\d+)?)\s*(?:Z|([+-])(\d\d):?(\d\d))$/i;

/**
 * The end of a mute, as people write it: `12h`, `7d`, `2 weeks`; `tomorrow`, `friday 9:00` or `18:00` (spoken-time.ts);
 * a date (the start of that day) or a date with a time, all in `timezone`; an ISO 8601 instant with `Z` or an offset.
 * Nothing means a week.
 * @param now in ms since the epoch, like the result
 * @throws UserError for text that cannot be read, a time that is not in the future, or one more than 90 days ahead
 */
export function parseUntil(text: string | null, now: number, timezone: string): number {
  const written = (text ?? '').trim();
  const until = written === '' ? now + DEFAULT_DAYS * DAY_MS : instantOf(written, now, timezone);
  const quoted = JSON.stringify(written.slice(0, 40));
  if (until === null)
    throw new UserError(
      `${quoted} is not a time. Write 12h or 7d, tomorrow, friday 9:00, or a date such as ${dayAfter(now, timezone)} 18:00 (${timezone}).`,
    );
  if (until <= now) throw new UserError(`${quoted} is not in the future. Choose a later time.`);
  if (until > now + MOST_DAYS * DAY_MS)
    throw new UserError(`${quoted} is more than ${MOST_DAYS} days ahead. Choose an earlier time.`);
  return until;
}

function instantOf(text: string, now: number, timezone: string): number | null {
  const [, count, unit = ''] = DURATION.exec(text) ?? [];
  if (count !== undefined)
    return now + Number(count) * (unitMs.get(unit.charAt(0).toLowerCase()) ?? Number.NaN);
  const offset = OFFSET.exec(text);
  const wall =
    wallClock(offset ? text.slice(0, offset.index) : text) ?? spokenWall(offset, text, now, timezone);
  if (wall === null) return null;
  if (!offset) return instantAt(wall, timezone);
  const [, sign, hours = '0', minutes = '0'] = offset;
  // Time zones go from -12:00 to +14:00.
  if (Number(hours) > 14 || Number(minutes) > 59) return null;
  return wall - (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function spokenWall(offset: unknown, text: string, now: number, timezone: string): number | null {
  return offset ? null : spokenTime(text, now + zoneOffset(now, timezone));
}

/** The next day, for a valid example in the message. */
function dayAfter(now: number, timezone: string): string {
  return isoDate(now + zoneOffset(now, timezone) + DAY_MS);
}

/** Date and time in ms as if they were UTC; null if there is no such day or time. */
function wallClock(text: string): number | null {
  const [, ...parts] = DATE.exec(text) ?? [];
  if (parts.length === 0) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Date.UTC would turn 30 February into 2 March.
  const same =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second;
  return same ? date.getTime() : null;
}
