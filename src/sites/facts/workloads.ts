import { z } from 'zod';
import type {
  ComposeFile,
  FoundCheckout,
  FoundContainer,
  FoundContainers,
  FoundJob,
  FoundPlaces,
  Workloads,
} from '../../facts/workloads/workloads.ts';
import { SomeEngine } from './containers.ts';
import { exact, observed, Text, Whole } from './mirror.ts';
import { Listeners } from './listeners.ts';

const SomeJob = exact<FoundJob>({
  manager: z.enum(['systemd', 'launchd']),
  name: Text,
  domain: Text,
  file: Text,
  state: Text,
  enabled: z.boolean(),
  pid: Whole.nullable(),
  folder: Text.nullable(),
  program: Text.nullable(),
  lasting: z.boolean(),
  vendor: z.boolean(),
});

const SomeCheckout = exact<FoundCheckout>({
  path: Text,
  origin: Text.nullable(),
  branch: Text.nullable(),
  default_branch: Text.nullable(),
});

const Places = exact<FoundPlaces>({
  checkouts: z.array(SomeCheckout),
  compose: z.array(exact<ComposeFile>({ path: Text, services: z.array(Text) })),
});

const SomeContainer = exact<FoundContainer>({
  name: Text,
  project: Text.nullable(),
  service: Text.nullable(),
  oneoff: z.boolean(),
  folder: Text.nullable(),
  files: Text.nullable(),
  swarm: Text.nullable(),
  pod: Text.nullable(),
  revision: Text.nullable(),
  source: Text.nullable(),
  state: Text,
  exit_code: Whole.nullable().optional(),
  pid: Whole.nullable().optional(),
  image: Text,
  ref: Text.nullable(),
  ports: z.array(Whole),
  built_here: z.boolean(),
});

const Found = exact<FoundContainers>({
  engine: SomeEngine.nullable(),
  containers: z.array(SomeContainer),
});

export const WorkloadsOf = exact<Workloads>({
  locations: Text,
  listeners: observed(Listeners),
  jobs: observed(z.array(SomeJob)),
  used: observed(Places),
  containers: observed(Found),
});
