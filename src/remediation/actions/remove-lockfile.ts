import { lockHolder } from '../../facts/lock-holder.ts';
import { refuse } from '../refusal.ts';
import type { Action } from './action.ts';
import { fileAround } from './file-around.ts';
import { onPlainFile } from './plain-file.ts';

/** A younger lock may belong to a service that is just starting. find(1) counts whole minutes. */
const YOUNGEST_SECONDS = 180;

export const removeLockfile: Action = {
  name: 'remove-lockfile',
  title: 'remove the stale lockfile',
  applies: ({ lockfile }) => lockfile !== null,
  plan({ service, facts }) {
    const path = service.lockfile;
    const lock = facts.lockfiles?.ok ? facts.lockfiles.value[service.name] : undefined;
    if (path === null || !lock?.ok || lock.value.state !== 'held')
      return refuse('the lockfile could not be seen');
    if (!facts.processes?.ok) return refuse('the processes that it could name were not seen');
    const holder = lockHolder(lock.value, facts.processes.value);
    if (lock.value.unsure || holder.state === 'open')
      return refuse('which process it names is uncertain: check the file');
    if (lock.value.alive || holder.state !== 'dead')
      return refuse(`a process has the pid ${lock.value.pid} that it names: check what it is`);
    const age = lock.value.age_seconds;
    if (age === null || age < YOUNGEST_SECONDS)
      return refuse(
        'it was written less than three minutes ago, or at an unknown time: the service may be starting',
      );
    return {
      // Removed only if it is still an old, plain file: a lock written meanwhile stays.
      argv: onPlainFile(service, path, { tests: ['-mmin', '+1'], command: ['rm', '-f'] }),
      touches: [path],
      pids: [],
    };
  },
  surroundings: (evidence) => fileAround(evidence, 'removed'),
  interrupts: ({ name }) => `nothing: no process of ${name} runs, and the file names one that is dead.`,
  check: 'the lockfile is gone',
  settled: () => true,
};
