import type { MachineFacts } from '../../facts/machine-facts.ts';
import type { Process } from '../../facts/process.ts';
import { remembered } from '../../text/kept/remembered.ts';

const shared = remembered({ count: 8000, longest: 1000 }, (text) => text);

/**
 * Replaces a process table's texts by copies, since substrings would keep the original output in memory. Most lines are the
 * same on every machine and at each audit, and are stored once.
 */
export function giveOwnTexts(rows: Iterable<Process>): void {
  for (const row of rows) {
    row.command = shared(row.command);
    if (row.cgroup !== null) row.cgroup = shared(row.cgroup);
    if (row.cwd !== null) row.cwd = shared(row.cwd);
  }
}

/** The same for a machine that a worker has read: up to a thousand are in memory until all have arrived. */
export function shareTexts({ processes, containers }: MachineFacts): void {
  if (processes?.ok) giveOwnTexts(processes.value.processes);
  for (const each of containers?.ok ? Object.values(containers.value.services).flat() : [])
    for (const layer of each.image?.layers ?? []) {
      layer.created_by = shared(layer.created_by);
      if (layer.created !== null) layer.created = shared(layer.created);
    }
}

/** Calls `read` only once for rows with the same text. */
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
