import { silenceOf } from './silence-of.ts';
import { isExcuse, judgeMerges } from './merges.ts';
import type { AuditOutcome } from './audit-outcome.ts';
import type { Service } from '../inventory/manifest.ts';
import { openWindow } from '../inventory/maintenance.ts';
import { assembleReport } from '../report/assemble.ts';
import { hasRole } from '../findings/catalogue.ts';
import type { Found } from '../findings/finding.ts';
import { advance } from '../report/lifecycle.ts';
import type { LifecycleContext, Mute } from '../report/lifecycle.ts';
import { couldSee } from '../report/could-see.ts';
import type { Coverage } from '../report/coverage.ts';
import { isTransient } from './second-look.ts';
import type { Ledger } from '../store/ledger.ts';
import { epochMs, isoInstant } from '../time/instant.ts';
import type { Overtaken } from './audit-order.ts';

export type Circumstances = {
  /** default for maintenance windows */
  timezone: string;
  now: () => number;
};

/** What the last watch saw. */
export type LastWatch = { at: string; coverage: Coverage; found: ReadonlySet<string> };

/** How one audit changes the open findings, and its report. Pure: the clock is a parameter. */
export function changeOf(
  before: Ledger,
  seen: AuditOutcome,
  overtaken: Overtaken,
  options: Circumstances & { lastWatch: LastWatch | null },
) {
  const { findings, coverage } = seen.comparison;
  const isOld = ({ service, type }: Pick<Found, 'service' | 'type'>) =>
    service !== null && (overtaken.get(service)?.has(type) ?? false);
  // Indexed by name, since a search for each finding would be quadratic.
  const services = new Map(seen.manifest.services.map((service) => [service.name, service]));
  const moment: LifecycleContext = {
    now: isoInstant(seen.startedAt),
    told_at: isoInstant(options.now()),
    coverage: withoutOld(coverage, overtaken),
    muteOf: (found) => muteOf(found, services.get(found.service ?? '') ?? null, before, seen, options),
    watch: seen.request.watch !== undefined,
    clearAt: (found) => clearAt(found, options.lastWatch),
    damped: seen.request.scheduled?.damped ?? false,
    shown: seen.request.scheduled?.report === 'full',
  };
  const current = findings.filter((found) => !isOld(found));
  const next = advance(before.standing, current, moment);
  // Types that a later audit has already judged are shown, but change nothing.
  const shown = advance(before.standing, findings, { ...moment, coverage });
  const statuses = new Map(next.findings.map((finding) => [finding.id, finding]));
  const changes = {
    findings: shown.findings.map((finding) => statuses.get(finding.id) ?? finding),
    resolved: next.resolved,
  };
  const trading = seen.manifest.services.filter(({ kind }) => kind === 'trading').map(({ name }) => name);
  const report = assembleReport(seen, changes, new Set(trading));
  const waiting = before.merges.filter(({ service }) => coverage.inventory.includes(service));
  const isUpToDate = ({ name }: { name: string }) =>
    ![...(overtaken.get(name) ?? [])].some((type) => hasRole(type, 'due_after_merge'));
  const upToDate = { ...report, services: report.services.filter(isUpToDate) };
  // Only full audits read versions.
  const versions = seen.request.only === 'all';
  const merges = versions ? judgeMerges(waiting, upToDate, options.now()) : { notes: [], left: waiting };
  return { ...next, report, merges };
}

/** The changes of an audit, and its report. */
export type Change = ReturnType<typeof changeOf>;

/** What a watch saw, for the next one. */
export function lastWatchOf({ startedAt, comparison: { findings, coverage } }: AuditOutcome): LastWatch {
  return { at: isoInstant(startedAt), coverage, found: new Set(findings.map(({ id }) => id)) };
}

/** Null if the last watch could not see it: then it may have existed already. */
function clearAt(found: Found, last: LastWatch | null): string | null {
  return last && !last.found.has(found.id) && couldSee(found, last.coverage) ? last.at : null;
}

/** An audit must not resolve types that a later audit has already judged. */
function withoutOld(coverage: Coverage, overtaken: Overtaken): Coverage {
  const blind = { ...coverage.blind };
  for (const [name, types] of overtaken) blind[name] = [...(blind[name] ?? []), ...types];
  return { ...coverage, blind };
}

function muteOf(
  found: Parameters<LifecycleContext['muteOf']>[0],
  service: Service | null,
  { merges, hushes }: Ledger,
  seen: AuditOutcome,
  options: Circumstances,
): Mute | null {
  const silenced = silenceOf(found, service, hushes, options.now());
  if (silenced) return silenced;
  if (!service) return null;
  const window = openWindow(service, options.timezone, options.now());
  if (window) return { reason: `maintenance: ${window.reason}`, until: isoInstant(window.until) };
  // A deployment restarts its service, which only a watch is quick enough to see.
  const ofDeployment =
    hasRole(found.type, 'due_after_merge') || (seen.request.watch && isTransient(found.type));
  if (!ofDeployment) return null;
  const merge = merges.find((each) => each.service === service.name && epochMs(each.until) > options.now());
  const judged = seen.comparison.services.find(({ name }) => name === service.name);
  if (!merge || !isExcuse(merge, judged?.expected_sha ?? null, options.now())) return null;
  return { reason: 'just merged, still within deploy_grace', until: merge.until };
}
