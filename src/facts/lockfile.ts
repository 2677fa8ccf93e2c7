import type { Observation } from './observation.ts';

/** A service's lockfile as it is on the machine. */
export type Lockfile =
  | { state: 'missing' }
  | {
      state: 'held';
      pid: number;
      /** it may not be a pid: it is the first of several numbers, or the number of something else */
      unsure?: true;
      /** other numbers in the file that were live pids when it was read, if no key names the pid */
      others?: number[];
      /** the machine that the lock names, if it is not this one under any known name */
      elsewhere?: string;
      /** seconds since it was last written; null if the machine does not say */
      age_seconds: number | null;
      /** a process had this pid when the file was read */
      alive: boolean;
    };

/** service -> its lockfile */
export type Lockfiles = Record<string, Observation<Lockfile>>;
