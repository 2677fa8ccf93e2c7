import { z } from 'zod';
import * as field from '../../inventory/fields.ts';
import type { Endpoint, Machine, Service } from '../../inventory/manifest.ts';
import { byName, known, Text } from '../facts/mirror.ts';

// What a request says about a machine and its services: the bot's own inventory, sealed. A newer bot may know fields that an
// older worker does not: these are left out, and what they would have read is missing from the answer.

const Severity = z.enum(['CRITICAL', 'HIGH', 'LOW']);

export const SomeMachine = known<Machine>({
  name: field.Name,
  host: field.Address,
  user: field.UserName.nullable(),
  port: field.Port.nullable(),
  jump: field.Name.nullable(),
  interfaces: byName(field.Address),
  ssh: z.boolean(),
  sudo: z.boolean(),
  site: z.exactOptional(field.SiteName),
  unmanaged: z.exactOptional(z.object({ ignore: z.array(Text) })),
});

const SomeEndpoint = known<Endpoint>({
  interface: Text,
  url: z.url({ protocol: /^(?:https?|tcp)$/ }),
  from: z.enum(['bot', 'machine']),
});

const Health = known<Service['health']>({
  version_path: Text.nullable(),
  timeout_ms: z.int().min(100).max(60_000),
  headers: z.record(field.HeaderName, field.HeaderValue),
  expect_status: z.array(field.HttpStatus),
  good: z.array(Text),
  accept: z.literal('page').nullable(),
  ca: field.AbsolutePath.nullable(),
  insecure: z.boolean(),
});

const SomeFile = known<Service['files'][number]>({
  path: field.AbsolutePath,
  in: z.enum(['host', 'container']),
  mode: z.exactOptional(field.Mode),
  owner: z.exactOptional(Text),
  sha256: z.exactOptional(Text),
  repo_path: z.exactOptional(field.RepositoryPath),
  secret: z.boolean(),
});

/** Without what only the bot judges by: see `sent` in request.ts. */
export const SomeService = known<Service>({
  name: field.Name,
  machine: field.Name,
  risk_tier: Severity,
  kind: z.enum(['trading', 'stateful', 'stateless']),
  repo: field.RepositoryName.nullable(),
  branch: field.BranchName,
  repo_paths: z.array(field.RepositoryPath),
  endpoints: z.array(SomeEndpoint),
  health: Health,
  launchd_label: field.LaunchdLabel.nullable(),
  systemd_unit: field.UnitName.nullable(),
  docker_service: field.ContainerName.nullable(),
  run: z.enum(['always', 'once']),
  process: field.ProcessPattern.nullable(),
  instances: z.int().min(0).max(1000).nullable(),
  singleton: z.enum(['machine', 'fleet']),
  lockfile: field.AbsolutePath.nullable(),
  checkout: field.AbsolutePath.nullable(),
  image: z.object({ max_age_days: z.number() }),
  files: z.array(SomeFile),
  scan: z.array(field.AbsolutePath),
  sudo: z.boolean(),
  watch: z.boolean(),
  deploy_grace_ms: z.number(),
  depends_on: z.array(z.never()),
  maintenance: z.array(z.never()),
  severity: z.object({}),
});
