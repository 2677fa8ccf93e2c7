import type { FindingType } from '../findings/finding-types.ts';
import type { Severity } from '../findings/severity.ts';

/** `from`: who connects, the bot over the network or the machine itself. `tcp://`: only a port. */
export type Endpoint = { interface: string; url: string; from: 'bot' | 'machine' };

export type Machine = {
  name: string;
  host: string;
  /** null: from ssh_config, else SSH_USER, else the user that runs Driftwatch */
  user: string | null;
  /** null: from ssh_config, else 22 */
  port: number | null;
  /** the jump host */
  jump: string | null;
  interfaces: Record<string, string>;
  ssh: boolean;
  sudo: boolean;
  /** the site whose workers read it; absent: the bot reads it */
  site?: string;
  /** reports programs that are not in the manifest, except these names; absent: off */
  unmanaged?: { ignore: string[] };
};

/** What must be true of one file; absent fields are not checked. */
export type FileEntry = {
  path: string;
  in: 'host' | 'container';
  /** octal digits */
  mode?: string | undefined;
  /** `user` or `user:group` */
  owner?: string | undefined;
  sha256?: string | undefined;
  /** the path in the repository of the file that it must equal */
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
    /** statuses that count as good */
    expect_status: number[];
    /** words of a body that count as good for this service */
    good: string[];
    /** `page`: a web page is a good answer, and only its status counts */
    accept: 'page' | null;
    /** a file of PEM certificates on the bot's machine */
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
  /** null: not declared, which means one, but then a missing process is not a finding */
  instances: number | null;
  singleton: 'machine' | 'fleet';
  lockfile: string | null;
  checkout: string | null;
  image: { max_age_days: number };
  files: FileEntry[];
  scan: string[];
  sudo: boolean;
  /** checked every WATCH_INTERVAL between audits */
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

/** A manifest, and notes for its author, as sentences. */
export type Resolved = { manifest: Manifest; notes: string[] };

/** The manifest in use, and what is wrong with a later edit of the file (null: nothing). */
export type ManifestSource = {
  /** Reads the file again if it has changed. @throws UserError until a good one has been read */
  current(): Promise<Resolved & { warning: string | null }>;
};

/** Is it `health.tcp`, which only needs a port that accepts connections? */
export function isTcp({ url }: Pick<Endpoint, 'url'>): boolean {
  return url.startsWith('tcp:');
}
