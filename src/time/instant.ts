// The pure folders may not touch Date (it reads the clock when called bare), so they format through here.

/** `2026-03-27` in UTC. @param at an ISO instant with any offset, or milliseconds since the epoch */
export function isoDate(at: string | number): string {
  return isoInstant(at).slice(0, 10);
}

/** `2026-03-27T18:00:00.000Z`. @throws RangeError if `at` is no instant */
export function isoInstant(at: string | number): string {
  return new Date(at).toISOString();
}

/** Milliseconds since the epoch, NaN if `text` is no instant. */
export function epochMs(text: string): number {
  return Date.parse(text);
}

/** `45s`, `12m`, `3h 5m`, `9d 4h`: the two largest units, for people. */
export function humanDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const units = [
    ['d', Math.floor(whole / 86_400)],
    ['h', Math.floor(whole / 3600) % 24],
    ['m', Math.floor(whole / 60) % 60],
    ['s', whole % 60],
  ] as const;
  const first = units.findIndex(([, count]) => count > 0);
  if (first === -1) return '0s';
  return units
    .slice(first, first + 2)
    .filter(([, count]) => count > 0)
    .map(([unit, count]) => `${count}${unit}`)
    .join(' ');
}
