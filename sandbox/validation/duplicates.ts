/** The entries whose value occurred earlier in the list. */
export function duplicates<T extends { value: unknown }>(entries: T[]): T[] {
  return entries.filter(({ value }, index) => entries.findIndex((entry) => entry.value === value) < index);
}
