import { inSlices } from '../async/slices.ts';
import type { Comparison } from '../comparison/comparison.ts';
import type { Extent } from '../facts/extent.ts';
import type { Observations } from '../facts/observations.ts';
import type { OnProgress } from '../facts/progress.ts';
import type { Manifest, Service } from '../inventory/manifest.ts';
import { loginOf } from '../probes/plan.ts';
import type { Plan } from '../probes/request.ts';
import { observe } from '../probes/run.ts';
import { defaultLimits } from '../probes/limits.ts';
import type { Limits } from '../probes/limits.ts';
import type { PipelineTools } from './tools.ts';

/** What to read about these services, and about the machines that they may run on. */
export function planFor(
  manifest: Manifest,
  { services, only }: { services: Service[]; only: Extent },
  { sshUser, sshConfig }: PipelineTools,
): Plan {
  const { machines, services: inventory } = manifest;
  return { machines, services, inventory, only, ...loginOf(sshUser, sshConfig) };
}

/** Reads everything in a plan. `limits`: overrides of the default limits. */
export async function probe(
  plan: Plan,
  { clients, sshConcurrency }: PipelineTools,
  limits: Partial<Limits> = {},
  onProgress: OnProgress = () => {},
): Promise<Observations> {
  return await observe(
    plan,
    clients,
    { ...defaultLimits, ...limits, concurrency: sshConcurrency },
    onProgress,
  );
}

/** Compares what was read with the manifest. @param now ms since the epoch */
export async function judge(
  plan: Plan,
  observations: Observations,
  { comparing }: Pick<PipelineTools, 'comparing'>,
  now: number,
  unconfirmed: ReadonlySet<string> = new Set(),
): Promise<Comparison> {
  return await inSlices(comparing({ ...plan, observations, unconfirmed, now }));
}
