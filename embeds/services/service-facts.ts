import type { APIEmbedField } from 'discord.js';
import { findingsOf } from '../../src/findings/findings-about.ts';
import type { Report, ServiceState } from '../../src/report/report.ts';
import { humanDuration } from '../../src/time/instant.ts';
import { addressesIn } from '../finding/finding.ts';
import { relative } from '../finding/instants.ts';
import { revision } from '../revision.ts';

const UNKNOWN = 'not known';

/** What is known about a service apart from the report. */
export type Known = {
  /** as the memory of the audits has it; null: not at all */
  remembered: { state: ServiceState; at: string; since: string } | null;
  /** where people read its repository; null where nobody knows */
  web: string | null;
};

/** Does it run the commit that it should? What was built of it may differ all the same. */
export function commitMatches({ running_sha, expected_sha, commits_behind }: ServiceState): boolean {
  return commits_behind === 0 && running_sha !== null && revision(running_sha) === revision(expected_sha);
}

/**
 * A service's state as fields next to each other, nothing twice. What is null in the report is "not known", never left
 * out; a zero is.
 */
export function serviceFacts(report: Report, service: ServiceState, known: Known): APIEmbedField[] {
  const { instances, pid, uptime_seconds: uptime } = service;
  const { running, head, between } = commitPages(report, service, known);
  const up = [
    uptime === null ? UNKNOWN : humanDuration(uptime),
    ...(pid === null ? [] : [`pid ${pid}`]),
  ].join(' · ');
  const commits = commitMatches(service)
    ? [['Commit', `${linked(service.expected_sha, head)}, as expected`]]
    : [
        ['Running', linked(service.running_sha, running)],
        ['Expected', linked(service.expected_sha, head)],
        ...(service.commits_behind === 0 ? [] : [['Behind', behind(service.commits_behind, between)]]),
      ];
  return [
    ...commits,
    ['Uptime', up],
    ...(instances === 0 ? [] : [['Instances', instances === null ? UNKNOWN : String(instances)]]),
    ['Since', since(report, service, known)],
    // Of the others the description says when they were seen.
    ...(service.status === 'unknown' ? [['Last seen', lastSeen(service, known)]] : []),
  ].map(([name = '', value = '']) => ({ name, value, inline: true }));
}

type Pages = Record<'running' | 'head' | 'between', string | null>;

/** What rules have put into the evidence comes first: only they know where a commit of another server is shown. */
function commitPages({ findings }: Report, service: ServiceState, { web }: Known): Pages {
  const { running_sha, expected_sha, commits_behind } = service;
  const told = findingsOf(findings, service.name).map(addressesIn);
  const first = (index: number) => told.flatMap((addresses) => addresses[index] ?? [])[0] ?? null;
  // A commit that the repository does not know has no page there.
  const isKnown = commits_behind !== null;
  const page = (sha: string | null) =>
    web !== null && sha !== null && /^[0-9a-f]{7,64}$/i.test(sha) ? `${web}/commit/${sha}` : null;
  return {
    running: first(0) ?? (isKnown ? page(running_sha) : null),
    head: first(1) ?? page(expected_sha),
    between: first(2),
  };
}

function linked(sha: string | null, address: string | null): string {
  const text = revision(sha) || UNKNOWN;
  return address === null ? text : `[${text}](${address})`;
}

function behind(count: number | null, compare: string | null): string {
  if (count === null) return UNKNOWN;
  const text = `${count} ${count === 1 ? 'commit' : 'commits'}`;
  return compare === null ? text : `[${text}](${compare})`;
}

/** Since when its state is unchanged: from the stored state, else from its oldest open finding. */
function since({ findings }: Report, service: ServiceState, { remembered }: Known): string {
  const words = { drift: 'drift', unknown: 'unknown', in_sync: 'in sync' };
  if (remembered?.state.status === service.status && remembered.state.machine === service.machine)
    return `${words[service.status]} since ${relative(remembered.since)}`;
  const [oldest] = findingsOf(findings, service.name)
    .filter(({ category }) => category !== 'observation')
    .map(({ first_seen }) => first_seen)
    .toSorted();
  return service.status === 'drift' && oldest !== undefined ? `drift since ${relative(oldest)}` : UNKNOWN;
}

/** An unknown service was not seen in full: since the audit that could not, and not by this one. */
function lastSeen(service: ServiceState, { remembered }: Known): string {
  if (remembered === null || remembered.state.machine !== service.machine) return 'not in full';
  const { state, at, since } = remembered;
  return state.status === 'unknown' ? `not in full since ${relative(since)}` : relative(at);
}
