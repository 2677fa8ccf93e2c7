import { withoutUnprintable } from '../../text/unprintable.ts';

// One parser per fact of a health body. Bodies are foreign: a value of the wrong type is null, never an error.

/** Enough for a SHA-256 within `git describe` output. */
const VERSION_LENGTH = 200;
const LARGEST_PID = 2 ** 31 - 1;
/** 30 years. A larger value is a timestamp, or milliseconds under the wrong name. */
const LONGEST_UPTIME = 30 * 365.25 * 86_400;

/** The version as reported, without unprintable characters; null if it is not text, or nothing remains. */
export function versionOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = withoutUnprintable(value.slice(0, 4 * VERSION_LENGTH), '')
    .trim()
    .slice(0, VERSION_LENGTH);
  return text === '' ? null : text.toWellFormed();
}

export function pidOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^[1-9]\d{0,9}$/.test(value) ? Number(value) : value;
  const isPid = typeof number === 'number' && Number.isInteger(number) && number > 0 && number <= LARGEST_PID;
  return isPid ? number : null;
}

/** Seconds, with whatever fraction was reported. */
export function uptimeOf(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && value <= LONGEST_UPTIME ? value : null;
}
