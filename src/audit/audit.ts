import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Comparison } from '../comparison/comparison.ts';
import type { OnProgress } from '../facts/progress.ts';
import type { FindingType } from '../findings/finding-types.ts';
import type { Found } from '../findings/finding.ts';
import type { Manifest } from '../inventory/manifest.ts';
import { scopeOf } from '../inventory/scope.ts';
import type { Plan } from '../probes/request.ts';
import { trackProgress } from '../probes/progress.ts';
import { defaultLimits } from '../probes/limits.ts';
import type { Limits } from '../probes/limits.ts';
import { assembleReport } from '../report/assemble.ts';
import type { Report } from '../report/report.ts';
import type { AuditRequest } from '../report/request.ts';
import { judge, planFor, probe } from './pipeline.ts';
import { merged, secondPlan, unconfirmedBy } from './second-look.ts';
import type { AuditTools } from './tools.ts';

const SECOND_LOOK_MS = 3000;
const LOOKS = 3;

/**
 * One run of the pipeline: inventory -> probes -> comparison -> report. `id`: the report's id, if it was given out before
 * the audit.
 * @throws UserError for an unknown name
 */
export async function audit(
  manifest: Manifest,
  request: AuditRequest & { id?: string },
  tools: AuditTools,
  onProgress: OnProgress,
): Promise<Report> {
  const startedAt = tools.now();
  const scope = scopeOf(manifest, request);
  const services = request.only === 'watch' ? scope.filter(({ watch }) => watch) : scope;
  const plan = planFor(manifest, { services, only: request.only }, tools);
  // Read first: when the machines have answered, the bot may be stopping, and its state closed.
  const own = tools.own && { types: tools.own.types, found: await tools.own.find() };
  const looked = await lookTwice(plan, startedAt, tools, limitsOf(request), onProgress);
  const comparison = own ? withOwn(looked, own) : looked;
  const id = request.id ?? randomBytes(4).toString('hex');
  const seen = { id, request, manifest, startedAt, finishedAt: tools.now(), comparison };
  return tools.record ? await tools.record(seen) : assembleReport(seen);
}

/** One hanging machine must not delay the watch of the others until the next one is due. */
function limitsOf({ watch }: AuditRequest): Partial<Limits> {
  if (!watch) return {};
  const { connectMs, sectionMs, machineMs } = defaultLimits;
  const least = (ms: number) => Math.min(ms, watch.within_ms);
  return { connectMs: least(connectMs), sectionMs: least(sectionMs), machineMs: least(machineMs) };
}

/** The bot's own findings come first: they may explain others. */
function withOwn(
  comparison: Comparison,
  { types, found }: { types: readonly FindingType[]; found: Found[] },
): Comparison {
  const { findings, coverage } = comparison;
  return {
    ...comparison,
    findings: [...found, ...findings],
    coverage: { ...coverage, types: [...coverage.types, ...types] },
  };
}

/**
 * Probes and compares; looks again if a finding may be temporary, and once more if the second look found something new. A
 * watch does not: the next watch is its second look.
 */
async function lookTwice(
  plan: Plan,
  startedAt: number,
  tools: AuditTools,
  limits: Partial<Limits>,
  onProgress: OnProgress,
): Promise<Comparison> {
  const unconfirmed = new Set<string>();
  const judged = (seen: typeof observations) => judge(plan, seen, tools, startedAt, unconfirmed);
  const tell: OnProgress = (progress) => onProgress({ ...progress, again: true });
  let observations = await probe(plan, tools, limits, onProgress);
  let comparison = await judged(observations);
  let fresh = comparison.findings;
  for (let looks = 1; looks < LOOKS; looks += 1) {
    const again = plan.only === 'watch' ? null : secondPlan(plan, fresh);
    if (!again) break;
    trackProgress(tell).report();
    await pause(tools.secondLookMs ?? SECOND_LOOK_MS);
    const next = await probe(again, tools, limits, tell);
    for (const name of unconfirmedBy(observations, next, fresh)) unconfirmed.add(name);
    const known = new Set(comparison.findings.map(({ id }) => id));
    observations = merged(observations, next, again);
    comparison = await judged(observations);
    fresh = comparison.findings.filter(({ id }) => !known.has(id));
  }
  // Findings of absence from the last look only have had no second look.
  const late =
    plan.only === 'watch'
      ? []
      : unconfirmedBy(observations, null, fresh).filter((name) => !unconfirmed.has(name));
  if (late.length === 0) return comparison;
  for (const name of late) unconfirmed.add(name);
  return await judged(observations);
}
