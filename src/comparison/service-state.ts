import type { Service } from '../inventory/manifest.ts';
import { hasRole } from '../findings/catalogue.ts';
import type { Found } from '../findings/finding.ts';
import type { ServiceState } from '../report/report.ts';
import { isNumberOnly, releaseOf, positionOf } from './readings/git/release-of.ts';
import type { Gap, Situation } from './rule.ts';
import { runningProcess } from './readings/processes/running-process.ts';
import { runningRevision } from './readings/git/running-revision.ts';

type StatusPart = Pick<ServiceState, 'status' | 'unseen'>;

/**
 * The status of each service, and its unseen facts whatever the status (DESIGN 6): drift, else unknown, else drift for mild
 * findings, else in sync.
 */
export function statusesOf(findings: readonly Found[], gaps: readonly Gap[]): (name: string) => StatusPart {
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

/** What is known about a service; null for what is not. */
export function serviceState(situation: Situation, service: Service, position: StatusPart): ServiceState {
  return {
    name: service.name,
    machine: service.machine,
    ...position,
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
  const position = sha === null ? null : positionOf(release.value, sha);
  if (!position?.ok) return { running_sha: sha, expected_sha, commits_behind: null };
  if (position.value.state !== 'unknown_commit')
    return { running_sha: sha, expected_sha, commits_behind: position.value.behind };
  const running_sha = sha !== null && isNumberOnly(sha, position.value) ? null : sha;
  return { running_sha, expected_sha, commits_behind: null };
}
