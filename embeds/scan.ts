import type { APIEmbedField } from 'discord.js';
import type { Bulletin, Trend } from '../src/report/bulletin.ts';
import { isUnseen } from '../src/report/assemble.ts';
import { severities } from '../src/findings/severity.ts';
import type { Finding } from '../src/findings/finding.ts';
import type { Report } from '../src/report/report.ts';
import { mergeLine, resolvedLine, unwatchedLine } from './announcement.ts';
import { inert } from './escape.ts';
import { acknowledgement, findingField, findingLine, isWhole, relative } from './finding.ts';
import { limits, lineFields, split } from './limits.ts';
import type { Part } from './limits.ts';
import { areWhole, inSyncLines, troubledLines } from './services/services.ts';
import { shades, worst } from './severity.ts';
import { counted } from '../src/text/counted.ts';

/** So many findings of the first group get a field of their own; the others a line each. */
const IN_FULL = 25;
const WARNING_MAX = 700;

/**
 * The scheduled report of everything: what is new, still open, acknowledged and resolved since the last one, and the
 * trend. Where nothing is wrong it is one green embed, so that silence never means that the bot is dead.
 */
export function scanParts(bulletin: Bulletin): { parts: Part[]; whole: boolean } {
  const { report, trend } = bulletin;
  const acknowledged = report.findings.filter(({ status }) => status === 'acknowledged');
  const open = report.findings.filter(({ status }) => status !== 'acknowledged');
  const fresh = open.filter((finding) => isFresh(finding, trend));
  const old = open.filter((finding) => !fresh.includes(finding));
  const shade = worst(open) ?? calm(report);
  const frame = {
    title: title(open, report),
    description: description(bulletin, open.length),
    color: shades[shade].colour,
    footer: `scan ${report.id}`,
  };
  const fields = [
    ...fresh.slice(0, IN_FULL).map((finding) => findingField({ ...finding, status: 'new' })),
    ...lineFields('More that is new', fresh.slice(IN_FULL).map(findingLine)),
    ...lineFields('Still open', old.map(openLine)),
    ...lineFields('Acknowledged', acknowledged.map(acknowledgedLine)),
    ...lineFields('Resolved', bulletin.resolved.map(resolvedLine)),
    ...lineFields('No longer watched', (bulletin.unwatched ?? []).map(unwatchedLine)),
    ...lineFields('Merges', bulletin.merges.map(mergeLine)),
    ...lineFields('Could not be seen', troubledLines({ ...report, services: unknown(report) })),
    ...inSync(report),
  ];
  return { parts: split(frame, fields), whole: report.findings.every(isWhole) && areWhole(report) };
}

function isFresh(finding: Finding, trend: Trend | null): boolean {
  return trend === null ? finding.status === 'new' : finding.first_seen > trend.at;
}

function calm({ verdict, services }: Report): 'in_sync' | 'unknown' {
  return verdict !== 'incomplete' && services.length > 0 ? 'in_sync' : 'unknown';
}

function title(open: Finding[], report: Report): string {
  const counts = severities.flatMap((severity) => {
    const count = open.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${shades[severity].dot} ${count} ${shades[severity].word}`];
  });
  const unknownCount = report.counts.unknown;
  if (unknownCount > 0) counts.push(`${shades.unknown.dot} ${unknownCount} unknown`);
  if (counts.length > 0) return `Scheduled scan · ${counts.join(' · ')}`;
  if (calm(report) === 'unknown') return `Scheduled scan · ${shades.unknown.dot} not all was seen`;
  const said = report.findings.length > 0 ? 'Nothing but what is acknowledged' : 'All in sync';
  return `Scheduled scan · ${shades.in_sync.dot} ${said}`;
}

function description({ report, trend, warning, late }: Bulletin, open: number): string {
  const size = `${counted(report.services.length, 'service')} on ${counted(report.machines.length, 'machine')}`;
  const lines = [
    `${size} · ${relative(report.finished_at)}${trend ? ` · ${trendText(report, trend)}` : ' · the first scan'}`,
    ...(open === 0 && report.verdict === 'in_sync' ? ['Nothing to do. The bot is watching.'] : []),
    ...(late
      ? [`The scan that was due ${relative(late.due)} was ${late.why}; this one makes up for it.`]
      : []),
    ...(warning === null ? [] : [`${shades.error.dot} ${inert(warning, WARNING_MAX)}`]),
  ];
  return lines.join('\n');
}

/** `since the last scan: critical 2 → 0, high 1 → 3` */
function trendText({ counts }: Report, trend: Trend): string {
  const moved = [...severities, 'unknown' as const].filter((key) => counts[key] !== trend[key]);
  const since = `since the last scan ${relative(trend.at)}`;
  if (moved.length === 0) return `${since}: as many findings as then`;
  return `${since}: ${moved.map((key) => `${shades[key].word} ${trend[key]} → ${counts[key]}`).join(', ')}`;
}

function openLine(finding: Finding): string {
  return `${findingLine(finding)} (since ${relative(finding.first_seen)})`;
}

function acknowledgedLine(finding: Finding): string {
  return `${findingLine(finding)} (${(acknowledgement(finding) ?? []).join('')})`;
}

function unknown(report: Report): Report['services'] {
  return report.services.filter(isUnseen);
}

function inSync(report: Report): APIEmbedField[] {
  const value = inSyncLines(report).join('\n');
  if (value === '') return [];
  if (value.length <= limits.fieldValue) return [{ name: 'In sync', value }];
  const count = report.services.filter(({ status }) => status === 'in_sync').length;
  return [{ name: 'In sync', value: `${shades.in_sync.dot} ${counted(count, 'service')}` }];
}
