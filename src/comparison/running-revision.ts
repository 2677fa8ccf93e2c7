import type { Service } from '../inventory/manifest.ts';
import { revisionOf } from '../revision.ts';
import type { Revision } from '../revision.ts';
import { runningContainers } from './containers-of.ts';
import { healthReadings, runningVersion } from './health-reading.ts';
import { isNumberOnly, releaseOf, standingOf } from './release-of.ts';
import type { Situation } from './rule.ts';

/** The commit that a service runs, and who says so: /health, else the label of its container's image. */
export type RunningRevision = { revision: Revision; source: 'health' | 'image'; version: string };

export function runningRevision(situation: Situation, service: Service): RunningRevision | null {
  const told = runningVersion(healthReadings(situation, service));
  const labelled = imageRevision(situation, service);
  if (!told?.revision || told.version === null) return labelled;
  const state = stateOf(situation, service, told.revision.sha);
  return state === 'number' && labelled
    ? labelled
    : { revision: told.revision, source: 'health', version: told.version };
}

/** Of replicas that differ, the first that is not the head: it is the one that somebody has to see. */
export function imageRevision(situation: Situation, service: Service): RunningRevision | null {
  const labels = runningContainers(situation, service).flatMap(({ image }) => image?.revision ?? []);
  const known = labels.flatMap((version): RunningRevision[] => {
    const revision = revisionOf(version);
    return revision ? [{ revision, source: 'image', version }] : [];
  });
  const behind = known.find(({ revision }) => stateOf(situation, service, revision.sha) !== 'identical');
  return behind ?? known[0] ?? null;
}

function stateOf(situation: Situation, service: Service, sha: string): string | null {
  const release = releaseOf(situation, service);
  const standing = release?.ok ? standingOf(release.value, sha) : null;
  if (!standing?.ok) return null;
  return isNumberOnly(sha, standing.value) ? 'number' : standing.value.state;
}
