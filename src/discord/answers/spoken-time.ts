const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const DAY_MS = 86_400_000;
/** The hour for a day without a time: 9:00, when people are at work. */
const MORNING_MS = 9 * 3_600_000;

const DAY = /^(?<day>[a-z]+)(?:[,\s]+(?:at\s+)?(?<time>.+))?$/;
const CLOCK = /^(?<hour>\d{1,2})(?:[:.h](?<minute>\d\d))?\s*(?<half>am|pm)?$/;

/**
 * `tomorrow`, `today 18:00`, `friday 9:00`, `Fri at 9am`, or a time alone, which means its next occurrence. A day without
 * a time means 9:00. Everything is local time.
 * @param now local time, in ms as if it were UTC
 * @returns the same unit; null for text that it cannot read
 */
export function spokenTime(text: string, now: number): number | null {
  const written = text.trim().toLowerCase();
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const alone = clockOf(written, false);
  if (alone !== null) return today + alone > now ? today + alone : today + DAY_MS + alone;
  const { day = '', time } = DAY.exec(written)?.groups ?? {};
  const clock = time === undefined ? MORNING_MS : clockOf(time, true);
  if (clock === null) return null;
  if (day === 'today') return today + clock;
  if (day === 'tomorrow') return today + DAY_MS + clock;
  const weekday = day.length < 3 ? -1 : DAYS.findIndex((name) => name.startsWith(day));
  if (weekday === -1) return null;
  const ahead = (weekday - new Date(today).getUTCDay() + 7) % 7;
  const at = today + ahead * DAY_MS + clock;
  return at > now ? at : at + 7 * DAY_MS;
}

/** ms since midnight. @param bare whether a number alone is an hour */
function clockOf(text: string, bare: boolean): number | null {
  if (text === 'noon') return 12 * 3_600_000;
  const { hour: written, minute, half } = CLOCK.exec(text)?.groups ?? {};
  if (written === undefined || (!bare && minute === undefined && half === undefined)) return null;
  const hour = Number(written);
  const minutes = Number(minute ?? 0);
  if (minutes > 59 || hour > 23 || (half !== undefined && (hour < 1 || hour > 12))) return null;
  const shown = half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0);
  return (shown * 60 + minutes) * 60_000;
}
