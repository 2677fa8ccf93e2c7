import type { Observation } from './observation.ts';

/** A service's lockfile as it is on the machine. */
export type Lockfile =
  | { state: 'missing' }
  | {
      state: 'held';
      pid: number;
      /** nothing says that it is a pid: it is the first of several numbers, or that of something else */
      unsure?: true;
      /** the file's other numbers that were pids of processes when it was read, where no key names one */
      others?: number[];
      /** the machine that the lock names, where that is not this one by any name that is known */
      elsewhere?: string;
      /** seconds since it was last written; null where the machine does not say */
      age_seconds: number | null;
      /** some process had this pid at the moment when the file was read */
      alive: boolean;
    };

/** service -> its lockfile */
export type Lockfiles = Record<string, Observation<Lockfile>>;
