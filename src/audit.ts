import { randomBytes } from 'node:crypto';
import { compare } from './comparison/compare.ts';
import type { Manifest } from './inventory/manifest.ts';
import { scopeOf } from './inventory/scope.ts';
import type { OnProgress } from './probes/progress.ts';
import { defaultLimits, observe } from './probes/run.ts';
import type { Clients } from './probes/run.ts';
import { assembleReport } from './report/assemble.ts';
import type { Report, Trigger } from './report/report.ts';

/** What to audit. `service` is a name of the manifest or an `owner/repo`. */
export type AuditRequest = {
  trigger: Trigger;
  service: string | null;
  machine: string | null;
  /** `processes`: only the process table, as /dupes asks */
  only: 'all' | 'processes';
};

export type AuditTools = {
  clients: Clients;
  /** for machines that the manifest gives no user */
  sshUser: string;
  sshConcurrency: number;
  now(): number;
};

/**
 * One run of the pipeline: inventory -> probes -> comparison -> report. `id` is the report's, where it was given out
 * before the audit.
 * @throws UserError for an unknown name
 */
export async function audit(
  manifest: Manifest,
  request: AuditRequest & { id?: string },
  tools: AuditTools,
  onProgress: OnProgress,
): Promise<Report> {
  const startedAt = tools.now();
  const services = scopeOf(manifest, request);
  const limits = { ...defaultLimits, concurrency: tools.sshConcurrency };
  const plan = {
    machines: manifest.machines,
    services,
    inventory: manifest.services,
    only: request.only,
    ssh_user: tools.sshUser,
  };
  const observations = await observe(plan, tools.clients, limits, onProgress);
  const comparison = compare({ ...plan, observations, now: startedAt });
  return assembleReport({
    id: request.id ?? randomBytes(4).toString('hex'),
    request,
    startedAt,
    finishedAt: tools.now(),
    comparison,
  });
}
