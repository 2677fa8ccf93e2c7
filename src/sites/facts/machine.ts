import { z } from 'zod';
import type { MachineFacts, ProbeName } from '../../facts/machine-facts.ts';
import { probeNames } from '../../facts/machine-facts.ts';
import type { FailedConnection, HostKeyProblem, MachineObservation } from '../../facts/observations.ts';
import { CheckoutsOf } from './checkouts.ts';
import { ContainersOf } from './containers.ts';
import { ContainerFilesOf, FilesOf, ScansOf } from './files.ts';
import { HealthOf } from './health.ts';
import { WorkloadsOf } from './workloads.ts';
import { JobsOf } from './jobs.ts';
import { exact, observed, Text } from './mirror.ts';
import { Listeners } from './listeners.ts';
import { LockfilesOf, Processes } from './processes.ts';

export const SomeProbe: z.ZodType<ProbeName> = z.enum(probeNames);

const Facts = exact<MachineFacts>({
  processes: z.exactOptional(observed(Processes)),
  listeners: z.exactOptional(observed(Listeners)),
  lockfiles: z.exactOptional(observed(LockfilesOf)),
  jobs: z.exactOptional(observed(JobsOf)),
  files: z.exactOptional(observed(FilesOf)),
  local_health: z.exactOptional(observed(HealthOf)),
  checkout: z.exactOptional(observed(CheckoutsOf)),
  scans: z.exactOptional(observed(ScansOf)),
  containers: z.exactOptional(observed(ContainersOf)),
  container_files: z.exactOptional(observed(ContainerFilesOf)),
  unmanaged: z.exactOptional(observed(WorkloadsOf)),
});

const KeyProblem = exact<HostKeyProblem>({
  state: z.enum(['changed', 'unknown']),
  algorithm: Text,
  presented: Text,
  pinned: z.array(Text),
});

/** What a worker says about a connection that failed; that its own site was lost is not for it to say. */
const Failed = exact<Omit<FailedConnection, 'site'>>({
  status: z.literal('failed'),
  reason: z.enum(['unreachable', 'timeout', 'denied', 'malformed', 'unsupported']),
  detail: Text,
  host_key: KeyProblem.nullable(),
  suspect: z.exactOptional(z.enum(['network', 'name', 'server', 'login'])),
});

/** A machine as a worker saw it. */
export const Observed = exact<MachineObservation>({
  machine: Text,
  connection: z.union([
    z.strictObject({ status: z.literal('connected') }),
    z.strictObject({ status: z.literal('not_probed') }),
    Failed,
  ]),
  host_key: z.exactOptional(Text),
  duration_ms: z.number(),
  facts: Facts,
  asked_by: z.partialRecord(SomeProbe, z.array(Text)),
});
