import type { MachineFacts } from '../../facts/machine-facts.ts';
import type { Process } from '../../facts/process.ts';
import { ownCopy } from '../../text/kept/own-copy.ts';
import { remembered } from '../../text/kept/remembered.ts';

const MOST_TEXTS = 8000;
/** characters; longer ones are rare, and many of them would fill the memory */
const LONGEST = 1000;
const kept = remembered(MOST_TEXTS, (text) => text);
const shared = (text: string) => (text.length > LONGEST ? ownCopy(text) : kept(text));

/**
 * Gives a process table texts that are cut out of no other, which would be kept in memory with them. Most lines are the
 * same on every machine of a fleet, and at each audit: these are kept once.
 */
export function giveOwnTexts(rows: Iterable<Process>): void {
  for (const row of rows) {
    row.command = shared(row.command);
    if (row.cgroup !== null) row.cgroup = shared(row.cgroup);
    if (row.cwd !== null) row.cwd = shared(row.cwd);
  }
}

/** The same for a machine that a worker has read: a thousand of them are held until all are there. */
export function shareTexts({ processes, containers }: MachineFacts): void {
  if (processes?.ok) giveOwnTexts(processes.value.processes);
  for (const each of containers?.ok ? Object.values(containers.value.services).flat() : [])
    for (const layer of each.image?.layers ?? []) {
      layer.created_by = shared(layer.created_by);
      if (layer.created !== null) layer.created = shared(layer.created);
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
