import type { Observation } from './observation.ts';
import type { Unit } from './unit.ts';

/** A service's job as its manager reports it, for the rules to judge. */
export type Job = {
  manager: 'launchd' | 'systemd';
  /** the label or the unit's name, as the manifest gives it */
  name: string;
  /** every name that the manager has for it: a unit's id and its aliases; a label */
  names: string[];
  loaded: boolean;
  /** where it was found: `gui/501`, `user/501`, `system`, `user`; null if nowhere, or launchctl does not say */
  domain: string | null;
  pid: number | null;
  /** every process of the unit's control group; empty if there are none */
  pids: number[];
  /** the unit's control group as systemd names it: `/system.slice/x.service`; null if it has none now */
  control_group: string | null;
  /** exit status of the last run, a signal as a negative number (launchctl(1), list); null: it has not ended yet */
  last_exit: number | null;
  /** the manager's own term: `running`, `spawn scheduled`; `active (running)`, `failed (failed)`, `not-found` */
  state: string | null;
  /** systemd's Result: `success`, `exit-code`, `oom-kill` … */
  result: string | null;
  /** how often systemd has restarted it by itself */
  restarts: number | null;
  /** what else systemd reports; null for a launchd job and for a unit that was not found */
  unit: Unit | null;
  /** what else `launchctl print` reports; null if only `launchctl list` has it, and for a unit */
  launchd: LaunchdPlan | null;
};

/** When launchd starts a job (launchd.plist(5)). */
export type LaunchdPlan = {
  /** how often launchd has started it since it was loaded, deployments and kickstarts included */
  runs: number | null;
  /** `always`; `on failure`: KeepAlive with SuccessfulExit false; `on success`; `conditional`: any other KeepAlive */
  keep_alive: 'always' | 'on failure' | 'on success' | 'conditional' | null;
  /** StartInterval or StartCalendarInterval */
  scheduled: boolean;
  /** launchd could not even start the program: its `job state` is `spawn failed` */
  spawn_failed: boolean;
  /** `OS_REASON_CODESIGNING`, `OS_REASON_EXEC` …: why the system ended it */
  exit_reason: string | null;
};

export const nowhere = {
  names: [],
  loaded: false,
  domain: null,
  pid: null,
  pids: [],
  control_group: null,
  last_exit: null,
  state: null,
  result: null,
  restarts: null,
  unit: null,
  launchd: null,
} satisfies Partial<Job>;

/** service -> its job */
export type Jobs = Record<string, Observation<Job>>;
