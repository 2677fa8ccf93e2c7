/** A unit as systemd reports it, in its own terms (systemctl(1), show; org.freedesktop.systemd1(5)). */
export type UnitState = {
  /** its id, with the type: `bot.service` */
  id: string;
  /** LoadState: `loaded`, `not-found`, `masked`, `bad-setting` … */
  load: string;
  /** ActiveState: `active`, `inactive`, `failed`, `activating` … */
  active: string;
  /** SubState: `running`, `dead`, `waiting`, `auto-restart` … */
  sub: string;
  result: string | null;
  /** UnitFileState: `enabled`, `disabled`, `static` …; null if systemd does not say */
  file_state: string | null;
  /** NeedDaemonReload: its file was changed since systemd read it */
  file_changed: boolean;
};

export type Unit = UnitState & {
  /** the last part of its id: `service`, `timer`, `socket` … */
  kind: string;
  /** a service's Type: `simple`, `oneshot`, `forking`, `notify`, `dbus` …; null of other kinds */
  type: string | null;
  /** Restart: `no`, `always`, `on-failure` …; null of other kinds */
  restart: string | null;
  /** RestartSec as systemd writes it: `100ms`, `5min` */
  restart_delay: string | null;
  remain_after_exit: boolean;
  /** what it starts, of a timer, socket or path */
  triggers: UnitState[];
  /** the timers, sockets and paths that start it */
  triggered_by: UnitState[];
  /** units that start it along with themselves: by Wants=, Requires=, BindsTo= or Upholds= */
  wanted_by: string[];
  /** units on whose end it is started: OnFailure=, OnSuccess= */
  reacts_to: string[];
  /** the message bus starts it when its name is requested */
  bus_starts_it: boolean;
  /** false: a Condition…= was not met at the last start, so systemd skipped it; null if it was not tried */
  condition_met: boolean | null;
  /** the same of Assert…= */
  assertion_met: boolean | null;
  /** a timer counts from what it starts: OnUnitActiveSec=, OnUnitInactiveSec= */
  recurs: boolean;
  /** path of its unit file; null if there is none */
  fragment: string | null;
  /** systemd's error for a file that it cannot load */
  load_error: string | null;
  /** start of the present or the last run; ISO instants of the machine's clock */
  started_at: string | null;
  changed_at: string | null;
  /** the machine's clock when systemd was asked */
  asked_at: string | null;
};
