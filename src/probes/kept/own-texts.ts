import type { Process } from '../../facts/process.ts';

/**
 * A text that is cut out of another keeps all of that in memory. These are cut out of one that holds nothing else, which
 * costs a fraction of a copy of each.
 */
export function giveOwnTexts(rows: Iterable<Process>): void {
  const all = [...rows];
  const text = all.map(({ command, cgroup, cwd }) => `${command}${cgroup ?? ''}${cwd ?? ''}`).join('');
  let at = 0;
  const next = (same: string) => text.slice(at, (at += same.length));
  for (const row of all) {
    row.command = next(row.command);
    if (row.cgroup !== null) row.cgroup = next(row.cgroup);
    if (row.cwd !== null) row.cwd = next(row.cwd);
  }
}

/** What `read` makes of a text, once for all rows that have the same. */
export function once<Value>(read: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    known.set(text, value);
    return value;
  };
}
