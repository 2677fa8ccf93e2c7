import type { Lockfile } from './lockfile.ts';
import type { Process, ProcessTable } from './process.ts';

type Held = Lockfile & { state: 'held' };

/** Whether the process that a lock names is alive. */
export type LockHolder =
  /** it is alive; `process` is null if it started after the table was read */
  | { state: 'alive'; pid: number; process: Process | null }
  /** no number of the lock is a live process */
  | { state: 'dead'; pid: number }
  /** it names another machine, or it is not known which number is the pid: then nothing may be concluded */
  | { state: 'open'; pid: number; living: { pid: number; process: Process | null }[] };

/**
 * Compares a lockfile's numbers with the machine's processes. Only this function may call a lock's process dead: both the
 * rule and the action that removes the file use it. The answer is `open` if the lock names another machine, or if it has no
 * key `pid` and any of its numbers is a live process.
 */
export function lockHolder(lock: Held, table: ProcessTable): LockHolder {
  const { pid, alive, others = [], unsure, elsewhere } = lock;
  const of = (number: number, wasAlive: boolean) => {
    const process = livingProcess(table, number);
    const known = table.processes.some((each) => each.pid === number);
    // Not in the table, and yet there when the lock was read: it began in between.
    return process || (wasAlive && !known) ? [{ pid: number, process }] : [];
  };
  const named = of(pid, alive);
  const living = [...named, ...others.flatMap((number) => of(number, true))];
  if (elsewhere !== undefined) return { state: 'open', pid, living };
  const [holder] = named;
  if (!unsure && holder) return { state: 'alive', ...holder };
  return living.length > 0 ? { state: 'open', pid, living } : { state: 'dead', pid };
}

/** The process with this pid, if it lives and is not of our own reading. */
export function livingProcess(table: ProcessTable, pid: number): Process | null {
  const found = table.processes.find((process) => process.pid === pid);
  return found && found.state !== 'Z' && !table.own.includes(pid) ? found : null;
}
