import { validate as isCron } from 'node-cron';
import { z } from 'zod';
import { FindingType, Severity } from '../report/finding-types.ts';
import { isTimeZone, parseDuration } from './duration.ts';

/** Shown in embeds, autocomplete (Discord allows 100 characters) and on the command line. */
const Name = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters');
const Port = z.int().min(1).max(65_535);
const HttpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' });
const Duration = z
  .string()
  .refine((text) => parseDuration(text) !== null, 'must be a duration such as 90s, 15m, 2h or 7d');
const AbsolutePath = z.string().regex(/^\/[^\0\n]*$/, 'must be an absolute path');

const ProcessPattern = z
  .string()
  .min(1)
  .refine(isPattern, 'must be text, or a valid regular expression between slashes');

const FileEntry = z.strictObject({
  path: AbsolutePath,
  in: z.enum(['host', 'container']).optional(),
  mode: z
    .string({ error: modeError })
    .regex(/^[0-7]{3,4}$/, 'must be three or four octal digits in quotes, such as "600"')
    .optional(),
  owner: z
    .string()
    .regex(/^[^\s:]+(:[^\s:]+)?$/, 'must be "user" or "user:group"')
    .optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'must be 64 hex digits')
    .optional(),
  secret: z.boolean().optional(),
});
export type FileEntry = z.infer<typeof FileEntry>;

const MaintenanceWindow = z.strictObject({
  cron: z.string().refine((text) => isCron(text), 'must be a cron expression of five or six fields'),
  duration: Duration,
  timezone: z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin').optional(),
  reason: z.string().min(1),
});
export type MaintenanceWindow = z.infer<typeof MaintenanceWindow>;

const serviceFields = {
  machine: Name,
  host: z.string().min(1).nullish(),
  health_url: HttpUrl.nullish(),
  repo: z.string().min(1).nullish(),
  launchd_label: z.string().min(1).nullish(),
  docker_service: z.string().min(1).nullish(),
  systemd_unit: z.string().min(1).nullish(),
  risk_tier: Severity,
  kind: z.enum(['trading', 'stateful', 'stateless']).optional(),
  branch: z
    .string()
    .regex(/^(?!-)[^\s~^:?*[\\\0]+$/, 'must be a branch name')
    .optional(),
  interfaces: z.array(Name).optional(),
  health: z
    .strictObject({
      urls: z.record(Name, HttpUrl).optional(),
      version_path: z.string().min(1).optional(),
      timeout_ms: z.int().min(100).max(60_000).optional(),
      headers: z.record(z.string(), z.string()).optional(),
      expect_status: z.int().min(100).max(599).optional(),
    })
    .optional(),
  process: ProcessPattern.optional(),
  instances: z.int().min(0).max(1000).optional(),
  singleton: z.enum(['machine', 'fleet']).optional(),
  lockfile: AbsolutePath.optional(),
  checkout: AbsolutePath.optional(),
  image: z.strictObject({ max_age_days: z.number().positive().optional() }).optional(),
  files: z.array(FileEntry).optional(),
  scan: z.array(AbsolutePath).optional(),
  sudo: z.boolean().optional(),
  deploy_grace: Duration.optional(),
  depends_on: z.array(Name).optional(),
  maintenance: z.array(MaintenanceWindow).optional(),
  severity: z.partialRecord(FindingType, Severity).optional(),
};

const ServiceEntry = z.strictObject({ name: Name, ...serviceFields });
const Defaults = z.strictObject(serviceFields).partial();

const MachineEntry = z.strictObject({
  host: z.string().min(1),
  user: z.string().min(1).optional(),
  port: Port.optional(),
  jump: Name.optional(),
  interfaces: z.record(Name, z.string().min(1)).optional(),
  ssh: z.boolean().optional(),
  sudo: z.boolean().optional(),
});
export type MachineEntry = z.infer<typeof MachineEntry>;

/** The file as it is written (DESIGN 4); resolve.ts turns it into a Manifest. */
export const ManifestFile = z.strictObject({
  machines: z.record(Name, MachineEntry).optional(),
  defaults: Defaults.optional(),
  services: z.array(ServiceEntry).min(1),
  policy: z.strictObject({ four_eyes: z.boolean().optional(), approval_ttl: Duration.optional() }).optional(),
});
export type ManifestFile = z.infer<typeof ManifestFile>;

/** Where a health endpoint is asked from: by the bot over the network, or on the machine itself. */
export type Endpoint = { interface: string; url: string; from: 'bot' | 'machine' };

export type Machine = {
  name: string;
  host: string;
  /** null: SSH_USER, else the user that runs Driftwatch */
  user: string | null;
  port: number;
  /** the machine that is connected through */
  jump: string | null;
  interfaces: Record<string, string>;
  ssh: boolean;
  sudo: boolean;
};

export type Service = {
  name: string;
  machine: string;
  risk_tier: Severity;
  kind: 'trading' | 'stateful' | 'stateless';
  /** `owner/repo` on GitHub, or anything that git can fetch from */
  repo: string | null;
  branch: string;
  /** empty: the manifest names no health endpoint */
  endpoints: Endpoint[];
  health: {
    version_path: string | null;
    timeout_ms: number;
    headers: Record<string, string>;
    expect_status: number;
  };
  launchd_label: string | null;
  systemd_unit: string | null;
  docker_service: string | null;
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

function isPattern(text: string): boolean {
  const body = /^\/(.+)\/$/s.exec(text)?.[1];
  if (body === undefined) return true;
  try {
    new RegExp(body);
    return true;
  } catch {
    return false;
  }
}

function modeError(issue: { input?: unknown }): string {
  return typeof issue.input === 'number'
    ? 'must be in quotes, such as "600": without them YAML reads it as a number and the octal digits are lost'
    : 'must be three or four octal digits in quotes, such as "600"';
}
