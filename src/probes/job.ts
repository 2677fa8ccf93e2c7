/** A service's job as its manager knows it. Whether that is good is for the rules. */
export type Job = {
  manager: 'launchd' | 'systemd';
  /** the label or the unit's name, as the manifest gives it */
  name: string;
  loaded: boolean;
  /** where it was found: `gui/501`, `user/501`, `system`, `user`; null where nowhere, or where launchctl does not say */
  domain: string | null;
  pid: number | null;
  /** every process of the unit's control group; empty where the manager keeps none */
  pids: number[];
  /** exit status of the last run, a signal as a negative number (launchctl(1), list); null: it has not ended yet */
  last_exit: number | null;
  /** the manager's own word: `running`, `spawn scheduled`; `active (running)`, `failed (failed)`, `not-found` */
  state: string | null;
  /** systemd's Result: `success`, `exit-code`, `oom-kill` … */
  result: string | null;
  /** how often systemd has restarted it by itself */
  restarts: number | null;
};

export const nowhere = {
  loaded: false,
  domain: null,
  pid: null,
  pids: [],
  last_exit: null,
  state: null,
  result: null,
  restarts: null,
} satisfies Partial<Job>;
