import type { Lockfile } from './lockfile.ts';
import type { Process, ProcessTable } from './process.ts';

type Held = Lockfile & { state: 'held' };

/** Whether the process that a lock names lives. */
export type LockHolder =
  /** it does; `process` is null where it began after the table was read */
  | { state: 'alive'; pid: number; process: Process | null }
  /** no number of the lock is a living process */
  | { state: 'dead'; pid: number }
  /** another machine is named, or nothing says which number is the pid: nobody may be called dead or not the owner */
  | { state: 'open'; pid: number; living: { pid: number; process: Process | null }[] };

/**
 * What a lockfile's numbers are among the processes of its machine. Nothing else may call a lock's process dead: the
 * rule asks this, and so must whatever removes the file. Where any number of a lock that has no key `pid` is a living
 * process, and where the lock names another machine, the answer is `open`.
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
