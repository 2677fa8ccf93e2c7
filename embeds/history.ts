import type { Listed } from '../src/app.ts';
import { severities } from '../src/report/finding-types.ts';
import type { Finding } from '../src/report/finding.ts';
import type { ServiceState } from '../src/report/report.ts';
import { inert } from './escape.ts';
import { relative } from './finding.ts';
import type { Point } from './history/chart.ts';
import { lastResolvedLines, repairLines } from './history/repair.ts';
import type { Closed } from './history/repair.ts';
import { averageLines, stepLines } from './history/trend.ts';
import { lineFields, split } from './limits.ts';
import type { Part } from './limits.ts';
import { shades, worst } from './severity.ts';

const NAME_MAX = 90;
const WARNING_MAX = 700;
const LAST_RESOLVED = 5;

export type HistoryView = {
  /** null: the whole fleet */
  service: string | null;
  /** the services that it is about, as the manifest has them now */
  inventory: Listed[];
  /** service -> how it was last seen */
  services: Record<string, { state: ServiceState }>;
  /** what the picture shows, oldest first: audits of everything, or the changes of the service */
  points: readonly Point[];
  standing: Finding[];
  closings: readonly Closed[];
  warning: string | null;
  /** the attachment's name; null: nothing has been drawn */
  picture: string | null;
};

/** What was, in words, below the picture that is attached with it. One message. */
export function historyEmbeds(view: HistoryView): Part {
  const { service, standing, closings, points, picture } = view;
  const own = standing.filter((finding) => service === null || finding.service === service);
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

function description({ service, points, warning, picture }: HistoryView): string {
  const [first] = points;
  const last = points.at(-1);
  const lines = [
    first && last ? shown(points.length, first.at, last.at, service) : nothing(service),
    ...(last && picture === null
      ? ['The picture is left out: what draws it has no build for this platform.']
      : []),
    ...(warning === null ? [] : [`${shades.error.dot} ${inert(warning, WARNING_MAX)}`]),
  ];
  return lines.join('\n');
}

function shown(count: number, first: string, last: string, service: string | null): string {
  const what = service === null ? 'audit of everything' : 'change of what was found on it';
  if (count === 1) return `One ${what} is remembered, of ${relative(last)}.`;
  const plural = what.replace(/^(audit|change)/, '$1s');
  return `The last ${count} ${plural}, ${relative(first)} to ${relative(last)}.`;
}

function nothing(service: string | null): string {
  return service === null
    ? 'No audit of everything is remembered yet, so there is nothing to draw: type `/drift`.'
    : 'No audit of it is remembered yet, so there is nothing to draw: type `/drift` with its name.';
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
  if (counts.length === 0) return ['No finding stands.'];
  const known = acknowledged > 0 ? ` (${acknowledged} acknowledged)` : '';
  return [`${counts.join(' · ')}${known}`];
}

/** Never looked at, or not to be seen when last looked at; under that name on another machine it was another service. */
function unknownNow({ inventory, services }: HistoryView): Listed[] {
  return inventory.filter(({ name, machine }) => {
    const state = Object.hasOwn(services, name) ? services[name]?.state : undefined;
    return state === undefined || state.machine !== machine || state.status === 'unknown';
  });
}

function trendLines({ points, service }: HistoryView): string[] {
  if (service !== null) return stepLines(points, 'change');
  return [...stepLines(points, 'audit'), ...averageLines(points)];
}

function repair(closings: readonly Closed[]): string[] {
  const lines = repairLines(closings);
  return lines.length > 0 ? lines : ['No finding has been resolved yet.'];
}

function footer({ service, points }: HistoryView): string {
  const noun = service === null ? 'audit' : 'change';
  return `history · ${points.length} ${points.length === 1 ? noun : `${noun}s`} shown`;
}
