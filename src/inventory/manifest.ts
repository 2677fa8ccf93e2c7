import { z } from 'zod';
import type { FindingType } from '../findings/finding-types.ts';
import type { Severity } from '../findings/severity.ts';
import { Defaults, MachineEntry, ServiceEntry } from './entries.ts';
import type { FileEntry, MaintenanceWindow } from './entries.ts';
import { Policy } from './policy-entry.ts';
import { Name } from './fields.ts';

/** The file as it is written (DESIGN 4); resolve.ts turns it into a Manifest. */
export const ManifestFile = z.strictObject({
  $schema: z.string().optional().describe('For editors.'),
  machines: z
    .record(Name, MachineEntry)
    .optional()
    .describe('Machines by name. One that is not listed is made from the `host` of its services.'),
  defaults: Defaults.optional().describe('Fields for every service that does not set them itself.'),
  services: z.array(ServiceEntry).min(1).describe('What should run, and where.'),
  policy: Policy.optional().describe('Who may approve and for how long, and severities by risk tier.'),
});
export type ManifestFile = z.infer<typeof ManifestFile>;

/** Where a health endpoint is asked from: by the bot over the network, or on the machine itself. `tcp://`: only a port. */
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
  /** names that are not reported, where what runs beside the manifest is; left out: nothing is */
  unmanaged?: { ignore: string[] };
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
  files: (FileEntry & { in: 'host' | 'container'; secret: boolean })[];
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

/** The manifest in force, and what is wrong with a newer edit of the file (null: nothing). */
export type ManifestSource = {
  /** Reads the file again when it has changed. @throws UserError while no good one has been read yet */
  current(): Promise<Resolved & { warning: string | null }>;
};

/** Is it `health.tcp`: a port that takes connections, and nothing more? */
export function isTcp({ url }: Pick<Endpoint, 'url'>): boolean {
  return url.startsWith('tcp:');
}
