const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const DAY_MS = 86_400_000;
/** When a day is named and no hour: a shift has begun, and people are there. */
const MORNING_MS = 9 * 3_600_000;

const DAY = /^(?<day>[a-z]+)(?:[,\s]+(?:at\s+)?(?<time>.+))?$/;
const CLOCK = /^(?<hour>\d{1,2})(?:[:.h](?<minute>\d\d))?\s*(?<half>am|pm)?$/;

/**
 * `tomorrow`, `today 18:00`, `friday 9:00`, `Fri at 9am`, or a time alone, which is the next time that clocks show it.
 * A day without a time is 9:00 of it. All of it on a wall clock.
 * @param now what the wall clock shows, as if it were UTC's, in ms, as is what it returns; null for what it cannot read
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

/** Since midnight, in ms. @param bare whether a number alone is an hour */
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
