/** Linux has no higher pid (PID_MAX_LIMIT), macOS and the BSDs none above 99,999. */
const LARGEST_PID = 4_194_304;

/** @returns null for what cannot be a pid */
export function pidOf(value: unknown): number | null {
  const digits = typeof value === 'number' ? String(value) : value;
  if (typeof digits !== 'string' || !/^\s*\d{1,40}\s*$/.test(digits)) return null;
  const number = Number(digits);
  return number > 0 && number <= LARGEST_PID ? number : null;
}
