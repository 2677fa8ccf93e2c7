import { withoutUnprintable } from '../../text/unprintable.ts';

// One reader for each fact of a health body. Bodies are other people's: a value of the wrong kind is null, never an error.

/** Longer than a SHA-256 with `git describe` around it; no revision needs more. */
const VERSION_LENGTH = 200;
const LARGEST_PID = 2 ** 31 - 1;
/** 30 years. More is a time of day or milliseconds that somebody called seconds. */
const LONGEST_UPTIME = 30 * 365.25 * 86_400;

/** The version as it was reported, without what cannot be printed; null if it is no text or nothing remains. */
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
