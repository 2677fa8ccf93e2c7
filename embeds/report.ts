import type { APIEmbedField } from 'discord.js';
import type { WatchState } from '../src/report/watch-state.ts';
import { severities } from '../src/findings/severity.ts';
import type { Extent } from '../src/facts/extent.ts';
import type { Report } from '../src/report/report.ts';
import { humanDuration } from '../src/time/instant.ts';
import { resolvedLine } from './announcement.ts';
import { inert } from './escape.ts';
import { findingField, findingLine, isWhole, relative } from './finding.ts';
import { limits, lineFields, split } from './limits.ts';
import type { Part } from './limits.ts';
import { areWhole, inSyncLines, notInSyncLines } from './services/services.ts';
import { shades, worst } from './severity.ts';
import { watchingLines } from './services/watching.ts';

/** So many findings get a field of their own, worst first; the others a line each. */
const IN_FULL = 40;
const WARNING_MAX = 700;

/** `only`: what the asker wanted to know. `warning`: what is wrong with the manifest's newest edit. */
type View = { only: Extent; warning: string | null; watching: WatchState | null };

/** The messages that show a report, in order. `whole` is false if a text or a name was left out of them. */
export function reportParts(report: Report, view: View): { parts: Part[]; whole: boolean } {
  const known = inSyncField(report);
  const frame = {
    title: title(report, view),
    description: description(report, view),
    color: shades[worst(report.findings) ?? calm(report)].colour,
    footer: `audit ${report.id} · ${took(report.duration_ms)}`,
  };
  const fields = [
    ...report.findings.slice(0, IN_FULL).map(findingField),
    ...lineFields(
      `${report.findings.length - IN_FULL} more, in brief`,
      report.findings.slice(IN_FULL).map(findingLine),
    ),
    ...lineFields('Services', notInSyncLines(report)),
    ...known.fields,
    ...lineFields('Resolved', report.resolved.map(resolvedLine)),
  ];
  const whole =
    known.whole && areWhole(report) && report.findings.length <= IN_FULL && report.findings.every(isWhole);
  return { parts: split(frame, fields), whole };
}

function title(report: Report, { only }: View): string {
  const counts = countsOf(report);
  if (counts.length > 0) return counts.join(' · ');
  if (report.services.length === 0) return `${shades.unknown.dot} Nothing to check`;
  return `${shades[calm(report)].dot} ${only === 'all' ? 'In sync' : 'All processes as expected'}`;
}

/** `🔴 1 critical`, for each that there is any of. */
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
      scope.length > 0 ? `**${scope.map((name) => inert(name, 120)).join(' on ')}**` : 'Whole fleet',
      ...(only === 'processes' ? ['processes only'] : []),
      `${count(report.services.length, 'service')} on ${count(report.machines.length, 'machine')}`,
      relative(report.finished_at),
    ].join(' · '),
    ...(unseen.length > 0
      ? [`Not fully observed: ${inert(unseen.map(({ name }) => name).join(', '), 500)}`]
      : []),
    ...watchingLines(watching),
    ...(warning === null ? [] : [`${shades.error.dot} ${inert(warning, WARNING_MAX)}`]),
  ];
  return lines.join('\n');
}

/** The services in sync take one field: their names if these fit, else how many they are. */
function inSyncField(report: Report): { fields: APIEmbedField[]; whole: boolean } {
  const value = inSyncLines(report).join('\n');
  const services = report.services.filter((service) => service.status === 'in_sync');
  if (services.length === 0) return { fields: [], whole: true };
  const name = services.length === report.services.length ? 'Checked' : 'In sync';
  if (value.length <= limits.fieldValue) return { fields: [{ name, value }], whole: true };
  const machines = new Set(services.map((service) => service.machine)).size;
  const sum = `${shades.in_sync.dot} ${count(services.length, 'service')} on ${count(machines, 'machine')}`;
  return { fields: [{ name, value: sum }], whole: false };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

export function took(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : humanDuration(ms / 1000);
}
