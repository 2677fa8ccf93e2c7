import { z } from 'zod';
import { FindingType } from '../findings/finding-types.ts';
import { Severity } from '../findings/severity.ts';
import * as field from './fields.ts';

// The manifest file's entries. The descriptions are what an editor shows (driftwatch schema).

const FileEntry = z.strictObject({
  path: field.AbsolutePath.describe('The file, as an absolute path.'),
  in: z
    .enum(['host', 'container'])
    .optional()
    .describe('Where it is. Default: the container if docker_service is set, else the host.'),
  mode: field.Mode.optional().describe('Expected permission bits, octal and in quotes: "600".'),
  owner: z
    .string()
    .regex(/^[^\s:]+(:[^\s:]+)?$/, 'must be "user" or "user:group"')
    .optional()
    .describe('Expected owner: "knox" or "knox:staff".'),
  sha256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'must be 64 hex digits')
    .optional()
    .describe('Expected SHA-256 of the content.'),
  repo_path: field.RepositoryPath.optional().describe(
    "The file's path in the service's `repo`: its content must match the head of `branch`. With sha256 too, both must match.",
  ),
  secret: z.boolean().optional().describe('Only the owner may read it, whatever its name. Default: false.'),
});

const MaintenanceWindow = z.strictObject({
  cron: field.Cron.describe('When the window opens: five or six fields.'),
  duration: field.Duration.describe('How long it stays open: 90s, 15m, 2h, 7d.'),
  timezone: field.TimeZone.optional().describe('IANA time zone of the expression. Default: SCAN_TIMEZONE.'),
  reason: z.string().min(1).describe('Shown with the findings that it silences.'),
});

const Health = z.strictObject({
  urls: z
    .record(field.Name, field.HttpUrl)
    .optional()
    .describe('More endpoints by interface name, where port or path differ from health_url.'),
  tcp: field.HostPort.optional().describe('For a service without HTTP: a port that accepts connections.'),
  version_path: z.string().min(1).optional().describe('Path of the commit in a JSON answer: "build.commit".'),
  timeout_ms: z.int().min(100).max(60_000).optional().describe('Milliseconds for one answer. Default: 5000.'),
  headers: z.record(field.HeaderName, field.HeaderValue).optional().describe('Sent with each request.'),
  expect_status: z
    .union([field.HttpStatus, z.array(field.HttpStatus).min(1)])
    .optional()
    .describe('The good status, or a list of them. Default: 200.'),
  ca: field.AbsolutePath.optional().describe(
    "A file of PEM certificates on the host of the bot, or of the site's workers: authorities to trust besides the usual ones.",
  ),
  insecure: z.boolean().optional().describe('true: the certificate is not checked. Default: false.'),
  good: z
    .array(z.union([z.string().min(1).max(100), z.number(), z.boolean()]))
    .optional()
    .describe('More words in the body that count as good: "leader".'),
  accept: z
    .enum(['page'])
    .optional()
    .describe('page: the address is a web page, and only its status counts.'),
});

const serviceFields = {
  machine: field.Name.optional().describe('The machine it runs on. Needed, here or in defaults.'),
  host: field.Address.nullish().describe("The machine's address, where `machines` does not list it."),
  health_url: field.HttpUrl.nullish().describe('The health endpoint.'),
  repo: field.RepositoryName.nullish().describe('owner/repo on GitHub, or any address or path for git.'),
  launchd_label: field.LaunchdLabel.nullish().describe('Label of its launchd job.'),
  docker_service: field.ContainerName.nullish().describe(
    "A container's name, or a compose or swarm service.",
  ),
  run: z
    .enum(['always', 'once'])
    .optional()
    .describe('once: its container ends when its work is done, as a migration does. Default: always.'),
  systemd_unit: field.UnitName.nullish().describe('Its systemd unit.'),
  risk_tier: Severity.optional().describe(
    'CRITICAL: money or external state. HIGH: data. LOW: the rest. Needed, here or in defaults.',
  ),
  kind: z
    .enum(['trading', 'stateful', 'stateless'])
    .optional()
    .describe(
      'Default: trading for risk_tier CRITICAL, else stateful. With shiva, foresight or leverage in any of its names it is always trading.',
    ),
  branch: field.BranchName.optional().describe('The branch that should run. Default: main.'),
  repo_paths: z
    .array(field.RepositoryPath)
    .max(20)
    .optional()
    .describe(
      'Of a repository of many services: the folders and files that this one is made of. Only commits that touch them count. Default: all.',
    ),
  interfaces: z
    .array(field.Name)
    .optional()
    .describe("Names of the machine's interfaces to check besides health_url, on its port and path."),
  health: Health.optional().describe('How the health endpoint is checked.'),
  process: field.ProcessPattern.nullish().describe(
    'Whole words of its command line, or /a regular expression/. Default: the name as a whole word.',
  ),
  instances: z
    .int()
    .min(0)
    .max(1000)
    .nullish()
    .describe('Expected number of process trees. If set, none running is a finding too.'),
  singleton: z
    .enum(['machine', 'fleet'])
    .optional()
    .describe('One per machine, or one in the whole fleet. Default: fleet for trading, else machine.'),
  lockfile: field.AbsolutePath.nullish().describe('The file on the machine that holds its pid.'),
  checkout: field.AbsolutePath.nullish().describe(
    'The git checkout that it runs from, or a release folder with a file REVISION.',
  ),
  image: z
    .strictObject({
      max_age_days: z
        .number()
        .positive()
        .max(36_500)
        .optional()
        .describe('Days after which an image is stale, if the branch has moved since. Default: 7.'),
    })
    .optional()
    .describe('Limits for its container image.'),
  files: z.array(FileEntry).optional().describe('Files whose mode, owner or content is checked.'),
  scan: z
    .array(field.AbsolutePath)
    .optional()
    .describe('Folders searched for what everybody may write, and for exposed secret files.'),
  sudo: z
    .boolean()
    .optional()
    .describe('Reads that need it go through `sudo -n`. Default: what the machine says.'),
  watch: z
    .boolean()
    .optional()
    .describe(
      'Looked at every WATCH_INTERVAL between audits. Default: true for trading and for risk_tier CRITICAL, else false. A trading service is always watched.',
    ),
  deploy_grace: field.Duration.optional().describe('Time between a merge and its deployment. Default: 15m.'),
  depends_on: z.array(field.Name).optional().describe('Services that it needs.'),
  maintenance: z.array(MaintenanceWindow).optional().describe('Planned work.'),
  severity: z
    .partialRecord(FindingType, Severity)
    .optional()
    .describe('Severities of finding types for this service. Nothing may be lowered for a trading service.'),
};

export const ServiceEntry = z.strictObject({
  name: field.Name.describe('Unique in the manifest.'),
  ...serviceFields,
});

export const Defaults = z.strictObject({
  ...serviceFields,
  site: field.SiteName.nullish().describe('The site of every machine that does not name its own.'),
});
export type Defaults = z.infer<typeof Defaults>;

export const MachineEntry = z.strictObject({
  host: field.Address.describe('Address that SSH connects to, or its `Host` in ssh_config.'),
  user: field.UserName.optional().describe(
    'Whom SSH logs in as. Default: what ssh_config says, else SSH_USER.',
  ),
  port: field.Port.optional().describe('Where its sshd listens, unless ssh_config says so. Default: 22.'),
  jump: field.Name.optional().describe(
    'The machine that is connected through. Default: the ProxyJump of ssh_config.',
  ),
  interfaces: z
    .record(field.Name, field.Address)
    .optional()
    .describe('Its addresses by name. `localhost` is checked on the machine itself.'),
  ssh: z.boolean().optional().describe('false: only network probes. Default: true.'),
  sudo: z
    .boolean()
    .optional()
    .describe('Reads that need it go through `sudo -n`, for all its services. Default: false.'),
  site: field.SiteName.nullish().describe(
    'The site whose workers read it; null: the bot itself. Default: from `defaults`, else the bot.',
  ),
});
export type MachineEntry = z.infer<typeof MachineEntry>;
