import type { Service } from '../inventory/manifest.ts';
import { hasRole } from '../findings/catalogue.ts';
import type { Found } from '../findings/finding.ts';
import type { ServiceState } from '../report/report.ts';
import { isNumberOnly, releaseOf, standingOf } from './readings/git/release-of.ts';
import type { Gap, Situation } from './rule.ts';
import { runningProcess } from './readings/processes/running-process.ts';
import { runningRevision } from './readings/git/running-revision.ts';

type Standing = Pick<ServiceState, 'status' | 'unseen'>;

/**
 * The status of each service, and what of it was not seen whatever else stands (DESIGN 6): drift, else unknown, else
 * drift for what is mild, else in sync.
 */
export function standingsOf(findings: readonly Found[], gaps: readonly Gap[]): (name: string) => Standing {
  const found = findings.filter(({ category }) => category !== 'observation');
  const mildly = new Set(found.map(({ service }) => service));
  const drifting = new Set(found.filter(({ type }) => !hasRole(type, 'mild')).map(({ service }) => service));
  const gapsOf = Map.groupBy(gaps, ({ service }) => service);
  return (name) => {
    const unseen = (gapsOf.get(name) ?? []).map(({ fact }) => fact);
    if (drifting.has(name)) return { status: 'drift', unseen };
    if (unseen.length > 0) return { status: 'unknown', unseen };
    return { status: mildly.has(name) ? 'drift' : 'in_sync', unseen };
  };
}

/** What is known of a service, null where it is not. */
export function serviceState(situation: Situation, service: Service, standing: Standing): ServiceState {
  return {
    name: service.name,
    machine: service.machine,
    ...standing,
    ...commits(situation, service),
    ...runningProcess(situation, service),
  };
}

type Commits = Pick<ServiceState, 'running_sha' | 'expected_sha' | 'commits_behind'>;

function commits(situation: Situation, service: Service): Commits {
  const sha = runningRevision(situation, service)?.revision.sha ?? null;
  const release = releaseOf(situation, service);
  if (!release?.ok) return { running_sha: sha, expected_sha: null, commits_behind: null };
  const expected_sha = release.value.head.sha;
  const standing = sha === null ? null : standingOf(release.value, sha);
  if (!standing?.ok) return { running_sha: sha, expected_sha, commits_behind: null };
  if (standing.value.state !== 'unknown_commit')
    return { running_sha: sha, expected_sha, commits_behind: standing.value.behind };
  const running_sha = sha !== null && isNumberOnly(sha, standing.value) ? null : sha;
  return { running_sha, expected_sha, commits_behind: null };
}
