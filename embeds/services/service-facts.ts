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
  /** the stored state; null if there is none */
  remembered: { state: ServiceState; at: string; since: string } | null;
  /** the web address of its repository; null if not known */
  web: string | null;
};

/** Does it run the expected commit? What was built from it may still differ. */
export function commitMatches({ running_sha, expected_sha, commits_behind }: ServiceState): boolean {
  return commits_behind === 0 && running_sha !== null && revision(running_sha) === revision(expected_sha);
}

/**
 * A service's state as inline fields, nothing twice. A null of the report is shown as "not known", never left out; a zero
 * is left out.
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
    // For the others, the description says when they were seen.
    ...(service.status === 'unknown' ? [['Last seen', lastSeen(service, known)]] : []),
  ].map(([name = '', value = '']) => ({ name, value, inline: true }));
}

type Pages = Record<'running' | 'head' | 'between', string | null>;

/** Addresses in the evidence come first: only rules know where another server shows a commit. */
function commitPages({ findings }: Report, service: ServiceState, { web }: Known): Pages {
  const { running_sha, expected_sha, commits_behind } = service;
  const told = findingsOf(findings, service.name).map(addressesIn);
  const first = (index: number) => told.flatMap((addresses) => addresses[index] ?? [])[0] ?? null;
  // A commit unknown to the repository has no page there.
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

/** Since when its state has not changed: from the stored state, else from its oldest open finding. */
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

/** When an unknown service was last seen in full, or since when it has not been. */
function lastSeen(service: ServiceState, { remembered }: Known): string {
  if (remembered === null || remembered.state.machine !== service.machine) return 'not in full';
  const { state, at, since } = remembered;
  return state.status === 'unknown' ? `not in full since ${relative(since)}` : relative(at);
}
