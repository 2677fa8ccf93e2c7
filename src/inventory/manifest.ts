import type { FindingType } from '../findings/finding-types.ts';
import type { Severity } from '../findings/severity.ts';

/** `from`: who reads it, the bot over the network or the machine itself. `tcp://`: only a port. */
export type Endpoint = { interface: string; url: string; from: 'bot' | 'machine' };

export type Machine = {
  name: string;
  host: string;
  /** null: what ssh_config says, else SSH_USER, else the user that runs Driftwatch */
  user: string | null;
  /** null: what ssh_config says, else 22 */
  port: number | null;
  /** the machine that is connected through */
  jump: string | null;
  interfaces: Record<string, string>;
  ssh: boolean;
  sudo: boolean;
  /** the site whose workers read it; left out: the bot itself does */
  site?: string;
  /** what runs and is not in the manifest is reported, except these names; left out: it is not reported */
  unmanaged?: { ignore: string[] };
};

/** What must be true of one file; what is left out is not checked. */
export type FileEntry = {
  path: string;
  in: 'host' | 'container';
  /** octal digits */
  mode?: string | undefined;
  /** `user` or `user:group` */
  owner?: string | undefined;
  sha256?: string | undefined;
  /** its path in the repository, of which it must be a copy */
  repo_path?: string | undefined;
  secret: boolean;
};

export type MaintenanceWindow = {
  cron: string;
  duration: string;
  timezone?: string | undefined;
  reason: string;
};

export type Service = {
  name: string;
  machine: string;
  risk_tier: Severity;
  kind: 'trading' | 'stateful' | 'stateless';
  /** `owner/repo` on GitHub, or anything that git can fetch from */
  repo: string | null;
  branch: string;
  /** folders and files of the repository that the service is made of; empty: all of it */
  repo_paths: string[];
  /** empty: the manifest names no health endpoint */
  endpoints: Endpoint[];
  health: {
    version_path: string | null;
    timeout_ms: number;
    headers: Record<string, string>;
    /** the good ones */
    expect_status: number[];
    /** words of a body that count as good, whatever they are elsewhere */
    good: string[];
    /** `page`: a web page is a good answer, and its status is all that counts */
    accept: 'page' | null;
    /** a file of PEM certificates, where the bot runs */
    ca: string | null;
    insecure: boolean;
  };
  launchd_label: string | null;
  systemd_unit: string | null;
  docker_service: string | null;
  /** `once`: its container ends when its work is done */
  run: 'always' | 'once';
  /** null: the name as a whole word */
  process: string | null;
  /** null: not declared, which means one, but a missing process is then no finding */
  instances: number | null;
  singleton: 'machine' | 'fleet';
  lockfile: string | null;
  checkout: string | null;
  image: { max_age_days: number };
  files: FileEntry[];
  scan: string[];
  sudo: boolean;
  /** looked at every WATCH_INTERVAL between audits */
  watch: boolean;
  deploy_grace_ms: number;
  depends_on: string[];
  maintenance: MaintenanceWindow[];
  severity: Partial<Record<FindingType, Severity>>;
};

/** What should be true of the fleet: every default filled in, every name resolved. */
export type Manifest = {
  machines: Machine[];
  services: Service[];
  policy: { four_eyes: boolean; approval_ttl_ms: number };
};

/** A manifest with what the reader decided for its author, as sentences. */
export type Resolved = { manifest: Manifest; notes: string[] };

/** The manifest in use, and what is wrong with a newer edit of the file (null: nothing). */
export type ManifestSource = {
  /** Reads the file again when it has changed. @throws UserError while no good one has been read yet */
  current(): Promise<Resolved & { warning: string | null }>;
};

/** Is it `health.tcp`: a port that takes connections, and nothing more? */
export function isTcp({ url }: Pick<Endpoint, 'url'>): boolean {
  return url.startsWith('tcp:');
}
