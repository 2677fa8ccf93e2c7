import type { APIEmbedField } from 'discord.js';
import type { WatchState } from '../src/report/watch-state.ts';
import { hasRole } from '../src/findings/catalogue.ts';
import type { Finding } from '../src/findings/finding.ts';
import { findingsOf } from '../src/findings/findings-about.ts';
import type { Report, ServiceState } from '../src/report/report.ts';
import { resolvedLine } from './announcement.ts';
import { fits, inert } from './escape.ts';
import { evidenceFields } from './finding/evidence.ts';
import { findingField, findingLine, isWhole } from './finding/finding.ts';
import { relative } from './finding/instants.ts';
import { lineFields, split } from './limits.ts';
import type { Part } from './limits.ts';
import { calm, countsOf, took } from './report.ts';
import { commitMatches, serviceFacts } from './services/service-facts.ts';
import type { Known } from './services/service-facts.ts';
import { blindSpots, isDown } from './services/services.ts';
import { shades, worst } from './severity.ts';
import { timeline, watchingLines } from './services/watching.ts';

/** At most this many findings get a field with evidence, worst first; the others get one line each. */
const IN_FULL = 20;
const NAME_MAX = 90;
const REASON_MAX = 700;
const WARNING_MAX = 700;

/** `warning`: what is wrong with the manifest's latest edit. */
type View = Known & { warning: string | null; watching: WatchState | null };

/**
 * The report of an audit of one service, as a card: its state and since when, what was not seen and why, then its
 * findings with their evidence. `whole` is false if some text was left out.
 */
export function serviceCard(
  report: Report,
  service: ServiceState,
  view: View,
): { parts: Part[]; whole: boolean } {
  const spots = blindSpots(report, service);
  const shown = report.findings.slice(0, IN_FULL).map((finding) => ({ finding, ...evidenceFields(finding) }));
  const frame = {
    title: title(report, service),
    description: description(report, service, view),
    color: shades[worst(report.findings) ?? calm(report)].colour,
    footer: `audit ${report.id} · ${took(report.duration_ms)}`,
  };
  const fields = [
    ...serviceFacts(report, service, view),
    ...lineFields(
      'Not observed',
      spots.map((spot) => `${shades.unknown.dot} ${inert(spot, REASON_MAX)}`),
    ),
    ...lineFields('When', report.findings.flatMap(timelineLine)),
    ...shown.flatMap(({ finding, fields }) => [findingField(finding), ...fields]),
    ...lineFields('More, in brief', report.findings.slice(IN_FULL).map(findingLine)),
    ...lineFields('Resolved', report.resolved.map(resolvedLine)),
  ] satisfies APIEmbedField[];
  const whole =
    report.findings.length <= IN_FULL &&
    shown.every((each) => each.whole && isWhole(each.finding)) &&
    spots.every((spot) => fits(spot, REASON_MAX)) &&
    [service.name, service.machine].every((name) => fits(name, NAME_MAX));
  return { parts: split(frame, fields), whole };
}

function title({ findings }: Report, { name, machine, status }: ServiceState): string {
  const own = findingsOf(findings, name).filter(({ category }) => category !== 'observation');
  const shade = status === 'drift' ? (worst(own) ?? 'HIGH') : status;
  const down = status === 'unknown' && isDown(findings, machine);
  const words = { drift: 'Drift', unknown: down ? 'Machine down' : 'Unknown', in_sync: 'In sync' };
  return `${shades[shade].dot} ${words[status]} · ${inert(name, NAME_MAX)} on ${inert(machine, NAME_MAX)}`;
}

const HOLDS_OTHER_FILES = "The commit matches, but the image's content does not.";

function description(report: Report, service: ServiceState, { warning, watching }: View): string {
  const { findings } = report;
  const counts = countsOf(report);
  const looked = `checked ${relative(report.finished_at)}`;
  return [
    [...(counts.length > 0 ? counts : ['Nothing found']), looked].join(' · '),
    ...(commitMatches(service) && findings.some(({ type }) => hasRole(type, 'content_differs'))
      ? [HOLDS_OTHER_FILES]
      : []),
    ...watchingLines(watching),
    ...(warning === null ? [] : [`${shades.error.dot} ${inert(warning, WARNING_MAX)}`]),
  ].join('\n');
}

function timelineLine(finding: Finding): string[] {
  const said = timeline(finding);
  return said === null ? [] : [`${finding.type.replaceAll('_', ' ')}: ${said}`];
}
