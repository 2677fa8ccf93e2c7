import { z } from 'zod';
import type { Job, LaunchdPlan } from '../../facts/job.ts';
import type { Unit, UnitState } from '../../facts/unit.ts';
import { byName, exact, observed, Text, Whole } from './mirror.ts';

const unitState = {
  id: Text,
  load: Text,
  active: Text,
  sub: Text,
  result: Text.nullable(),
  file_state: Text.nullable(),
  file_changed: z.boolean(),
};
const SomeState = exact<UnitState>(unitState);

const SomeUnit = exact<Unit>({
  ...unitState,
  kind: Text,
  type: Text.nullable(),
  restart: Text.nullable(),
  restart_delay: Text.nullable(),
  remain_after_exit: z.boolean(),
  triggers: z.array(SomeState),
  triggered_by: z.array(SomeState),
  wanted_by: z.array(Text),
  reacts_to: z.array(Text),
  bus_starts_it: z.boolean(),
  condition_met: z.boolean().nullable(),
  assertion_met: z.boolean().nullable(),
  recurs: z.boolean(),
  fragment: Text.nullable(),
  load_error: Text.nullable(),
  started_at: Text.nullable(),
  changed_at: Text.nullable(),
  asked_at: Text.nullable(),
});

const Plan = exact<LaunchdPlan>({
  runs: Whole.nullable(),
  keep_alive: z.enum(['always', 'on failure', 'on success', 'conditional']).nullable(),
  scheduled: z.boolean(),
  spawn_failed: z.boolean(),
  exit_reason: Text.nullable(),
});

const SomeJob = exact<Job>({
  manager: z.enum(['launchd', 'systemd']),
  name: Text,
  names: z.array(Text),
  loaded: z.boolean(),
  domain: Text.nullable(),
  pid: Whole.nullable(),
  pids: z.array(Whole),
  control_group: Text.nullable(),
  last_exit: Whole.nullable(),
  state: Text.nullable(),
  result: Text.nullable(),
  restarts: Whole.nullable(),
  unit: SomeUnit.nullable(),
  launchd: Plan.nullable(),
});

export const JobsOf = byName(observed(SomeJob));
