const DAY_MS = 86_400_000;

/** An instant as a clock on the wall shows it there: `29 Mar`, `2026`, `18:00`. @param at ms since the epoch */
export function wallClock(at: number, timezone: string): { day: string; year: string; clock: string } {
  const shown = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: timezone, ...options }).format(at);
  return {
    day: shown({ day: 'numeric', month: 'short' }),
    year: shown({ year: 'numeric' }),
    clock: shown({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  };
}

/** How far the zone's clocks are ahead of UTC at that instant, in ms. @param at ms since the epoch */
export function zoneOffset(at: number, timezone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  // `GMT` alone is UTC; before there were time zones, offsets had seconds.
  const [, sign, hours, minutes, seconds] = /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name) ?? [];
  if (sign === undefined) return 0;
  const ahead = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0);
  return (sign === '-' ? -ahead : ahead) * 1000;
}

/**
 * The instant at which clocks of the zone show `wall` (ms since the epoch, were it UTC). Of two (clocks are set back)
 * the earlier; where clocks are set past it, as much later: as Temporal's "compatible" has it.
 */
export function instantAt(wall: number, timezone: string): number {
  const before = zoneOffset(wall - DAY_MS, timezone);
  const after = zoneOffset(wall + DAY_MS, timezone);
  const fitting = [wall - before, wall - after].filter((at) => at + zoneOffset(at, timezone) === wall);
  return fitting.length > 0 ? Math.min(...fitting) : wall - before;
}

/** The day that it is in the zone: `2026-03-29`. @param at ms since the epoch */
export function dayIn(timezone: string, at: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' }).format(at);
}

/** Is it a zone of the IANA time zone database that this Node knows? */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
