import type { Service } from '../inventory/manifest.ts';
import type { Found } from '../report/finding.ts';
import type { ServiceState } from '../report/report.ts';
import { isNumberOnly, releaseOf, standingOf } from './release-of.ts';
import type { Gap, Situation } from './rule.ts';
import { runningProcess } from './running-process.ts';
import { runningRevision } from './running-revision.ts';

/** The status of each service (DESIGN 6): drift, else unknown, else in sync. */
export function statusesOf(
  findings: readonly Found[],
  gaps: readonly Gap[],
): (name: string) => ServiceState['status'] {
  const drifting = new Set(
    findings.filter(({ category }) => category !== 'observation').map(({ service }) => service),
  );
  const unknown = new Set(gaps.map(({ service }) => service));
  return (name) => (drifting.has(name) ? 'drift' : unknown.has(name) ? 'unknown' : 'in_sync');
}

/** What is known of a service, null where it is not. */
export function serviceState(
  situation: Situation,
  service: Service,
  status: ServiceState['status'],
): ServiceState {
  return {
    name: service.name,
    machine: service.machine,
    status,
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
