import type { WatchState } from '../src/report/watch-state.ts';
import { severities } from '../src/findings/severity.ts';
import type { Extent } from '../src/facts/extent.ts';
import type { Report } from '../src/report/report.ts';
import { humanDuration } from '../src/time/instant.ts';
import { resolvedLine } from './announcement.ts';
import { inert } from './escape.ts';
import { isWhole } from './finding/finding.ts';
import { briefLines, cappedField } from './finding/brief.ts';
import { decisionLine } from './finding/decision.ts';
import { inFull } from './finding/in-full.ts';
import { relative } from './finding/instants.ts';
import { split } from './limits.ts';
import type { Part } from './limits.ts';
import { areWhole, inSyncField, unseenLines } from './services/services.ts';
import { shades, worst } from './severity.ts';
import { watchingLines } from './services/watching.ts';

const BRIEF_MAX = 700;
const UNKNOWN_MAX = 800;
const RESOLVED_MAX = 400;
const WARNING_MAX = 600;

/** `only`: what was asked for. `warning`: what is wrong with the manifest's latest edit. */
type View = { only: Extent; warning: string | null; watching: WatchState | null };

/**
 * The message that shows a report: a line to decide by, then the worst in full, then the others in lines. `whole` is
 * false if a finding, a text or a name was left out: the file has it, and so do the pages behind "Details".
 */
export function reportParts(report: Report, view: View): { parts: Part[]; whole: boolean } {
  const known = inSyncField(report);
  const frame = {
    title: decisionLine(report, view.only === 'processes'),
    description: description(report, view),
    color: shades[worst(report.findings) ?? calm(report)].colour,
    footer: `audit ${report.id} · ${took(report.duration_ms)}`,
  };
  const { fields: full, rest } = inFull(report.findings);
  const unknown = unseenLines(report);
  const resolved = report.resolved.map(resolvedLine);
  const fields = [
    ...full.map(({ field }) => field),
    ...cappedField(full.length === 0 ? 'Found' : 'More', briefLines(rest), BRIEF_MAX),
    ...cappedField(`${shades.unknown.dot} Unknown`, unknown, UNKNOWN_MAX),
    ...known.fields,
    ...cappedField('Resolved', resolved, RESOLVED_MAX),
  ];
  const whole =
    known.whole &&
    areWhole(report) &&
    rest.length === 0 &&
    full.every(({ cause }) => isWhole(cause.finding) && cause.caused.length === 0) &&
    unknown.join('\n').length < UNKNOWN_MAX &&
    resolved.join('\n').length < RESOLVED_MAX;
  return { parts: split(frame, fields), whole };
}

/** `🔴 1 critical`, for each severity that occurs. */
export function countsOf({ counts }: Report): string[] {
  return [...severities, 'unknown' as const].flatMap((shade) =>
    counts[shade] === 0 ? [] : [`${shades[shade].dot} ${counts[shade]} ${shades[shade].word}`],
  );
}

export function calm(report: Report): 'in_sync' | 'unknown' {
  return report.verdict === 'in_sync' && report.services.length > 0 ? 'in_sync' : 'unknown';
}

function description(report: Report, { only, warning, watching }: View): string {
  const { service, machine } = report.scope;
  const scope = [service, machine ?? null].filter((name) => name !== null);
  const unseen = report.machines.filter(({ status }) => status === 'unreachable' || status === 'partial');
  const lines = [
    [
      ...(scope.length > 0 ? [`**${scope.map((name) => inert(name, 120)).join(' on ')}**`] : []),
      ...(only === 'processes' ? ['processes only'] : []),
      `Checked ${relative(report.finished_at)}`,
    ].join(' · '),
    ...(unseen.length > 0
      ? [`Not fully observed: ${inert(unseen.map(({ name }) => name).join(', '), 500)}`]
      : []),
    ...watchingLines(watching),
    ...(warning === null ? [] : [`${shades.error.dot} ${inert(warning, WARNING_MAX)}`]),
  ];
  return lines.join('\n');
}

export function took(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : humanDuration(ms / 1000);
}
