import type { Listener } from '../listener.ts';
import type { Observation } from '../observation.ts';
/** A git checkout on the machine. All text of it is untrusted, and `origin` may hold credentials. */
export type FoundCheckout = {
  path: string;
  origin: string | null;
  /** null: HEAD is detached */
  branch: string | null;
  /** the remote's default branch; null if the checkout does not know it */
  default_branch: string | null;
};

export type ComposeFile = { path: string; services: string[] };

export type FoundPlaces = { checkouts: FoundCheckout[]; compose: ComposeFile[] };

/** A service unit or a launchd job. All text of it is untrusted. */
export type FoundJob = {
  manager: 'systemd' | 'launchd';
  /** the unit's name or the job's label */
  name: string;
  /** systemd's managers, or launchd's domain */
  domain: string;
  /** the file that describes it */
  file: string;
  /** `active (running)`, `running` … */
  state: string;
  /** does anything start it? Of a launchd job: is it loaded? */
  enabled: boolean;
  pid: number | null;
  folder: string | null;
  /** the program that it starts, if its manager says */
  program: string | null;
  /** should it run all the time? Not a oneshot, nor a unit that a timer or a socket starts */
  lasting: boolean;
  /** is it from the operating system or a package, not the operator's own? */
  vendor: boolean;
};

/** What discover reads from a machine, besides its processes. `locations` is the output of machine-script.ts. */
export type Workloads = {
  locations: string;
  listeners: Observation<Listener[]>;
  jobs: Observation<FoundJob[]>;
  used: Observation<FoundPlaces>;
  containers: Observation<FoundContainers>;
};

/** A container as the machine shows it: names and labels are untrusted text. */
export type FoundContainer = {
  name: string;
  project: string | null;
  service: string | null;
  /** `compose run`: it comes and goes */
  oneoff: boolean;
  folder: string | null;
  files: string | null;
  /** the swarm's service that it is a task of */
  swarm: string | null;
  pod: string | null;
  revision: string | null;
  source: string | null;
  state: string;
  exit_code?: number | null | undefined;
  pid?: number | null | undefined;
  image: string;
  ref: string | null;
  ports: number[];
  /** its image was never pulled or pushed, as far as the engine knows */
  built_here: boolean;
};

export type FoundContainers = { engine: 'docker' | 'podman' | null; containers: FoundContainer[] };
