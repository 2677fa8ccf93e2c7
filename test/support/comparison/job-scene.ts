import type { Situation } from '../../../src/comparison/rule.ts';
import type { Service } from '../../../src/inventory/manifest.ts';
import { nowhere } from '../../../src/facts/job.ts';
import type { Job, LaunchdPlan } from '../../../src/facts/job.ts';
import { seen } from '../../../src/facts/observation.ts';
import type { Observation } from '../../../src/facts/observation.ts';
import type { Unit, UnitState } from '../../../src/facts/unit.ts';
import { aMachineObservation, aService, aSituation } from '../facts/observed.ts';
import { aUnit } from '../facts/a-unit.ts';
import { withMachine } from './scene.ts';

export const launchd: Job = { ...nowhere, manager: 'launchd', name: 'com.knox.akashic', loaded: true };
export const systemd: Job = { ...launchd, manager: 'systemd', name: 'akashic.service' };

/** A unit in this state, as `active (running)`, and whatever else systemd says of it. */
export const unit = (state: string, over: Partial<Unit> = {}, job: Partial<Job> = {}): Job => {
  const [active = '', sub = ''] = state.slice(0, -1).split(' (');
  return { ...systemd, state, result: 'success', ...job, unit: aUnit({ active, sub, ...over }) };
};
const plan = { runs: 1, keep_alive: null, scheduled: false, spawn_failed: false, exit_reason: null };
export const launched = (over: Partial<LaunchdPlan>, job: Partial<Job> = {}): Job => ({
  ...launchd,
  ...job,
  launchd: { ...plan, ...over },
});
export const related = (id: string, active: string, over: Partial<UnitState> = {}): UnitState => ({
  id,
  load: 'loaded',
  active,
  sub: 'dead',
  result: 'success',
  file_state: 'static',
  file_changed: false,
  ...over,
});
export const timer = (active: string, file_state = 'enabled') => [related('x.timer', active, { file_state })];
export const akashic = 'akashic-records';

/** An audit that saw this job; null where the manager was not asked. */
export function withJob(observed: Observation<Job> | null, over: Partial<Service> = {}): Situation {
  const services = [aService({ launchd_label: 'com.knox.akashic', ...over })];
  const base = aSituation({ services });
  const facts = base.observations.machines['knox-mac-mini']?.facts ?? {};
  const jobs = observed === null ? {} : { jobs: seen({ [akashic]: observed }) };
  const asked_by = { processes: [akashic], jobs: [akashic] };
  return withMachine(base, aMachineObservation({ facts: { ...facts, ...jobs }, asked_by }));
}
