import type { Listed } from '../../src/inventory/listed.ts';
import { isUnseen } from '../../src/report/assemble.ts';
import { severities } from '../../src/findings/severity.ts';
import type { Finding } from '../../src/findings/finding.ts';
import type { ServiceState } from '../../src/report/report.ts';
import { inert } from '../escape.ts';
import { relative } from '../finding/instants.ts';
import type { Point } from './chart.ts';
import { lastResolvedLines, repairLines } from './repair.ts';
import type { Closed } from './repair.ts';
import { auditLines, averageLines, changeLines } from './trend.ts';
import { lineFields, split } from '../limits.ts';
import type { Part } from '../limits.ts';
import { shades, worst } from '../severity.ts';

const NAME_MAX = 90;
const WARNING_MAX = 700;
const LAST_RESOLVED = 5;

export type HistoryView = {
  /** null: the whole fleet */
  service: string | null;
  /** the services that it covers, as in the current manifest */
  inventory: Listed[];
  /** service -> its last known state */
  services: Record<string, { state: ServiceState; at: string }>;
  /** what the picture shows, oldest first: full audits, or the changes of the service */
  points: readonly Point[];
  openFindings: Finding[];
  closings: readonly Closed[];
  warning: string | null;
  /** the attachment's name; null if there is no picture */
  picture: string | null;
};

/** The history in words, with the picture attached. One message. */
export function historyEmbeds(view: HistoryView): Part {
  const { service, openFindings, closings, points, picture } = view;
  const own = openFindings.filter((finding) => service === null || finding.service === service);
  const ended = closings.filter((closed) => service === null || closed.service === service);
  const unknown = unknownNow(view);
  const frame = {
    title: `History · ${service === null ? 'whole fleet' : inert(service, NAME_MAX)}`,
    description: description(view),
    color: shades[worst(own) ?? (unknown.length > 0 || points.length === 0 ? 'unknown' : 'in_sync')].colour,
    footer: footer(view),
  };
  const fields = [
    ...lineFields('Open now', openLines(own, unknown.length, service)),
    ...lineFields('Trend', trendLines(view)),
    ...lineFields('Mean time to repair', repair(ended)),
    ...lineFields('Last resolved', lastResolvedLines(ended, LAST_RESOLVED)),
  ];
  const [part = []] = split(frame, fields);
  if (picture === null) return part;
  return part.map((embed, index) =>
    index === 0 ? { ...embed, image: { url: `attachment://${picture}` } } : embed,
  );
}

function description(view: HistoryView): string {
  const { service, points, warning, picture } = view;
  const lines = [
    points.length === 0 ? nothing(service) : service === null ? ofFleet(points) : ofService(view, service),
    ...(points.length > 0 && picture === null
      ? ['No picture: its renderer has no build for this platform.']
      : []),
    ...(warning === null ? [] : [`${shades.error.dot} ${inert(warning, WARNING_MAX)}`]),
  ];
  return lines.join('\n');
}

function ofFleet(points: readonly Point[]): string {
  const last = relative(points.at(-1)?.at ?? '');
  if (points.length === 1) return `The only full audit on record, ${last}.`;
  return `The last ${points.length} full audits, from ${relative(points[0]?.at ?? '')} to ${last}.`;
}

function ofService({ points, services }: HistoryView, service: string): string {
  const times = points.length - 1;
  const changed =
    times === 0 ? 'have not changed' : times === 1 ? 'have changed once' : `have changed ${times} times`;
  const since = relative(points[0]?.at ?? '');
  return `Its findings ${changed} since ${since}. Last checked ${relative(services[service]?.at ?? '')}.`;
}

function nothing(service: string | null): string {
  return service === null
    ? 'No full audit on record yet: type `/drift`.'
    : 'No audit of this service on record yet: type `/drift` with its name.';
}

function openLines(open: Finding[], unknown: number, service: string | null): string[] {
  const acknowledged = open.filter(({ status }) => status === 'acknowledged').length;
  const counts = severities.flatMap((severity) => {
    const count = open.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${shades[severity].dot} **${count}** ${shades[severity].word}`];
  });
  if (unknown > 0)
    counts.push(
      service === null
        ? `${shades.unknown.dot} **${unknown}** ${unknown === 1 ? 'service' : 'services'} unknown`
        : `${shades.unknown.dot} the service is unknown`,
    );
  if (counts.length === 0) return ['No open findings.'];
  const known = acknowledged > 0 ? ` (${acknowledged} acknowledged)` : '';
  return [`${counts.join(' · ')}${known}`];
}

/** Services never checked, or not fully observed at the last check. The same name on another machine is another service. */
function unknownNow({ inventory, services }: HistoryView): Listed[] {
  return inventory.filter(({ name, machine }) => {
    const state = Object.hasOwn(services, name) ? services[name]?.state : undefined;
    return state === undefined || state.machine !== machine || isUnseen(state);
  });
}

function trendLines({ points, service }: HistoryView): string[] {
  if (service !== null) return changeLines(points);
  return [...auditLines(points), ...averageLines(points)];
}

function repair(closings: readonly Closed[]): string[] {
  const lines = repairLines(closings);
  return lines.length > 0 ? lines : ['No resolved findings on record yet.'];
}

function footer({ service, points }: HistoryView): string {
  if (service !== null) return 'history';
  return `history · ${points.length} ${points.length === 1 ? 'audit' : 'audits'} shown`;
}
