import type { Situation } from '../../../src/comparison/rule.ts';
import type { Service } from '../../../src/inventory/manifest.ts';
import type { Lockfile } from '../../../src/facts/lockfile.ts';
import { seen, unseen } from '../../../src/facts/observation.ts';
import type { Observation } from '../../../src/facts/observation.ts';
import type { Process } from '../../../src/facts/process.ts';
import { aMachineObservation, aProcess, aService, aSituation } from './observed.ts';
import { answering, hour, withMachine } from '../comparison/scene.ts';

export const akashic = 'akashic-records';
export const path = '/run/akashic.pid';
const init = aProcess({ pid: 1, ppid: 0, command: '/sbin/init', elapsed_seconds: 900 * hour });
export const at = (pid: number, over: Partial<Process> = {}) => aProcess({ pid, ...over });
export const cron = (over: Partial<Process> = {}) => at(900, { command: '/usr/sbin/cron …', ...over });
export const held = (pid: number, over: Partial<Lockfile & { state: 'held' }> = {}): Observation<Lockfile> =>
  seen({ state: 'held', pid, age_seconds: 20 * hour, alive: false, ...over });

export type Scene = {
  lock: Observation<Lockfile> | null;
  running: Process[];
  own?: number[];
  over?: Partial<Service>;
};

/** akashic-records with this lockfile, on a machine with these processes. */
export function locked({ lock, running, own = [], over = {} }: Scene): Situation {
  const services = [aService({ lockfile: path, ...over })];
  const observation = aMachineObservation({ processes: [init, ...running], own });
  if (lock) observation.facts.lockfiles = seen({ [akashic]: lock });
  observation.asked_by = { processes: [akashic], lockfiles: [akashic] };
  return withMachine(aSituation({ services }), observation);
}

export const quiet = (situation: Situation) => answering(situation, akashic, unseen('timeout', 'no answer'));
