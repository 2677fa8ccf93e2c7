import type { Bulletin, Trend } from '../src/report/bulletin.ts';
import { severities } from '../src/findings/severity.ts';
import type { Report } from '../src/report/report.ts';
import { mergeLine, resolvedLine, unwatchedLine } from './announcement.ts';
import type { Surroundings } from './announcement.ts';
import { inert } from './escape.ts';
import { decisionLine } from './finding/decision.ts';
import { relative } from './finding/instants.ts';
import { lineFields } from './limits.ts';
import { inSyncField, unseenLines } from './services/services.ts';
import { shades } from './severity.ts';
import { counted } from '../src/text/counted.ts';

const WARNING_MAX = 700;

/**
 * What the scheduled report says apart from the open findings: the trend, what was resolved since the last one, and
 * what could not be seen. With nothing wrong it is green, so that people can tell a healthy fleet from a dead bot.
 */
export function scanSurroundings(bulletin: Bulletin): Surroundings {
  const { report } = bulletin;
  const open = report.findings.filter(({ status }) => status !== 'acknowledged');
  return {
    title: title(report),
    calm: calm(report),
    head: [decisionLine(report), ...description(bulletin, open.length)],
    tail: [
      ...lineFields('Could not be observed', unseenLines(report)),
      ...lineFields('Resolved since the last scan', bulletin.resolved.map(resolvedLine)),
      ...lineFields('No longer watched', (bulletin.unwatched ?? []).map(unwatchedLine)),
      ...lineFields('Merges', bulletin.merges.map(mergeLine)),
      ...inSyncField(report).fields,
    ],
  };
}

function calm({ verdict, services }: Report): 'in_sync' | 'unknown' {
  return verdict !== 'incomplete' && services.length > 0 ? 'in_sync' : 'unknown';
}

function title(report: Report): string {
  if (calm(report) === 'unknown') return `${shades.unknown.dot} Not everything was observed`;
  const said = report.findings.length > 0 ? 'Only acknowledged findings' : 'All in sync';
  return `${shades.in_sync.dot} ${said}`;
}

function description({ report, trend, warning, late }: Bulletin, open: number): string[] {
  const size = `${counted(report.services.length, 'service')} on ${counted(report.machines.length, 'machine')}`;
  return [
    `${size} · ${relative(report.finished_at)}${trend ? ` · ${trendText(report, trend)}` : ' · the first scan'}`,
    ...(open === 0 && report.verdict === 'in_sync' ? ['Nothing to do. The bot is watching.'] : []),
    ...(late ? [`The scan that was due ${relative(late.due)} was ${late.why}; this one replaces it.`] : []),
    ...(warning === null ? [] : [`${shades.error.dot} ${inert(warning, WARNING_MAX)}`]),
  ];
}

/** `since the last scan: critical 2 → 0, high 1 → 3` */
function trendText({ counts }: Report, trend: Trend): string {
  const moved = [...severities, 'unknown' as const].filter((key) => counts[key] !== trend[key]);
  const since = `since the last scan ${relative(trend.at)}`;
  if (moved.length === 0) return `${since}: no change in findings`;
  return `${since}: ${moved.map((key) => `${shades[key].word} ${trend[key]} → ${counts[key]}`).join(', ')}`;
}
