import type { z } from 'zod';
import type { MachineEntry, ServiceEntry } from '../../src/inventory/entries.ts';
import type { Policy } from '../../src/inventory/policy-entry.ts';

// One example for each field of the manifest: a field without one is a type error here.

type Complete<Schema extends z.ZodType> = Required<z.input<Schema>>;
type Listed<Field extends 'files' | 'maintenance'> = NonNullable<z.input<typeof ServiceEntry>[Field]>[number];

export const machineExample = {
  host: '100.91.193.23',
  user: 'driftwatch',
  port: 22,
  jump: 'bastion',
  interfaces: { tailscale: '100.91.193.23', lan: '192.168.1.20', localhost: '127.0.0.1' },
  ssh: true,
  sudo: false,
  site: 'home',
} satisfies Complete<typeof MachineEntry>;

const health = {
  tcp: '192.168.1.20:5432',
  urls: { lan: 'http://192.168.1.20:9002/health' },
  version_path: 'build.commit',
  timeout_ms: 2000,
  headers: { accept: 'application/json' },
  expect_status: [200, 204],
  ca: '/etc/ssl/own-ca.pem',
  insecure: true,
  good: ['leader'],
  accept: 'page',
} satisfies Required<NonNullable<z.input<typeof ServiceEntry>['health']>>;

const file = {
  path: '/etc/akashic.env',
  in: 'host',
  mode: '600',
  owner: 'knox:staff',
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  repo_path: 'deploy/akashic.env',
  secret: true,
} satisfies Required<Listed<'files'>>;

const window = {
  cron: '0 3 * * 6',
  duration: '2h',
  timezone: 'Europe/Berlin',
  reason: 'nightly reindex',
} satisfies Required<Listed<'maintenance'>>;

export const serviceExample = {
  name: 'akashic-records',
  machine: 'knox-mac-mini',
  host: '100.91.193.23',
  health_url: 'http://100.91.193.23:8002/health',
  repo: 'Invictus-Labs/akashic-records',
  launchd_label: 'com.knox.akashic',
  run: 'always',
  docker_service: 'akashic',
  systemd_unit: 'akashic.service',
  risk_tier: 'HIGH',
  kind: 'stateful',
  branch: 'main',
  repo_paths: ['services/api'],
  interfaces: ['tailscale', 'localhost'],
  health,
  process: '/python3 .*indexer\\.py/',
  instances: 1,
  singleton: 'machine',
  lockfile: '/var/run/akashic.pid',
  checkout: '/opt/akashic',
  image: { max_age_days: 14 },
  files: [file],
  scan: ['/app'],
  sudo: true,
  watch: true,
  deploy_grace: '15m',
  depends_on: ['database'],
  maintenance: [window],
  severity: { git_drift: 'LOW' },
} satisfies Complete<typeof ServiceEntry>;

export const policyExample = {
  unmanaged: 'report',
  unmanaged_ignore: ['node_exporter', 'backup-*'],
  four_eyes: true,
  approval_ttl: '15m',
  severity: { LOW: { health_check_failed: 'HIGH' } },
} satisfies Complete<typeof Policy>;
