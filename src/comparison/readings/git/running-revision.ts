import { commitTagOf } from '../../../text/image-tag.ts';
import type { Endpoint, Service } from '../../../inventory/manifest.ts';
import type { HealthAnswer } from '../../../facts/health-answer.ts';
import { ownCodeContainers } from '../containers/hidden-code.ts';
import { healthReadings } from '../health/health-reading.ts';
import { labelOf } from './image-label.ts';
import { laidReleaseOf } from './laid-release-of.ts';
import { startedSince } from './started-at.ts';
import { onceEach } from '../once-each.ts';
import { reachOf } from '../reach.ts';
import { isNumberOnly, releaseOf, revisionIn, positionOf } from './release-of.ts';
import type { NamedRevision } from './release-of.ts';
import type { Situation } from '../../rule.ts';

/**
 * The commit that a service runs, and the source: /health, else the label or tag of its container's image, else the
 * REVISION file of the release that it was started from.
 */
export type RunningRevision = {
  revision: NamedRevision;
  source: 'health' | 'image' | 'file';
  version: string;
};

const revisions = onceEach(readRevision);
const versions = onceEach(readVersion);

/** From any source, a commit counts before a release number. */
export function runningRevision(situation: Situation, service: Service): RunningRevision | null {
  return revisions(situation, service);
}

function readRevision(situation: Situation, service: Service): RunningRevision | null {
  const told = runningVersion(situation, service);
  const labelled = imageRevision(situation, service) ?? laidRevision(situation, service);
  if (!told?.revision || told.version === null) return labelled;
  const isNumber = stateOf(situation, service, told.revision.sha) === 'number';
  return labelled && (isNumber || (told.revision.by === 'tag' && labelled.revision.by === 'commit'))
    ? labelled
    : { revision: told.revision, source: 'health', version: told.version };
}

/** The version that a service reports: from the first endpoint that names a commit, else the first that answers. */
export type RunningVersion = {
  version: string | null;
  revision: NamedRevision | null;
  answer: HealthAnswer;
  endpoint: Endpoint;
};

/** @returns null if no endpoint answered, or if the machine's host key was refused: another machine may have answered */
export function runningVersion(situation: Situation, service: Service): RunningVersion | null {
  return versions(situation, service);
}

function readVersion(situation: Situation, service: Service): RunningVersion | null {
  if (reachOf(situation, service.machine) === 'untrusted') return null;
  const told = healthReadings(situation, service).flatMap(({ answer, endpoint }): RunningVersion[] => {
    if (!answer) return [];
    const { version } = answer;
    return [{ version, revision: revisionIn(situation, service, version), answer, endpoint }];
  });
  const named = told.filter(({ revision }) => revision !== null);
  return named.find(({ revision }) => revision?.by === 'commit') ?? named[0] ?? told[0] ?? null;
}

/** If replicas differ: the first that is not the head, since somebody has to see that one. */
export function imageRevision(situation: Situation, service: Service): RunningRevision | null {
  const known = ownCodeContainers(situation, service).flatMap(({ image, image_ref }): RunningRevision[] => {
    const revision = image && labelOf(situation, service, image);
    if (revision) return [{ revision, source: 'image', version: image.revision ?? '' }];
    return taggedRevision(situation, service, image_ref);
  });
  const behind = known.find(({ revision }) => stateOf(situation, service, revision.sha) !== 'identical');
  return behind ?? known[0] ?? null;
}

/** A tag may be any text: it counts only if the repository knows the commit in it. */
function taggedRevision(situation: Situation, service: Service, image_ref: string): RunningRevision[] {
  const version = commitTagOf(image_ref);
  const revision = version === null ? null : revisionIn(situation, service, version);
  if (version === null || revision?.by !== 'commit') return [];
  const state = stateOf(situation, service, revision.sha);
  return state === null || state === 'number' || state === 'unknown_commit'
    ? []
    : [{ revision, source: 'image', version }];
}

/** The files there run only if the service was started after they were deployed. */
export function laidRevision(situation: Situation, service: Service): RunningRevision | null {
  const version = laidReleaseOf(situation, service)?.version ?? null;
  const revision = version === null ? null : revisionIn(situation, service, version);
  if (version === null || revision === null || startedSince(situation, service) !== true) return null;
  return { revision, source: 'file', version };
}

function stateOf(situation: Situation, service: Service, sha: string): string | null {
  const release = releaseOf(situation, service);
  const position = release?.ok ? positionOf(release.value, sha) : null;
  if (!position?.ok) return null;
  return isNumberOnly(sha, position.value) ? 'number' : position.value.state;
}
