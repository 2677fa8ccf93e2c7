import type { Service } from '../../../inventory/manifest.ts';
import type { Image } from '../../../facts/container.ts';
import { sameRepository } from '../../../text/same-repository.ts';
import { ownInstructions } from '../containers/own-layers.ts';
import { releaseOf, revisionIn, positionOf } from './release-of.ts';
import type { NamedRevision } from './release-of.ts';
import type { Situation } from '../../rule.ts';

/**
 * The commit that an image's label says it was built from. Labels are handed down by base images: one counts where the
 * repository knows the commit, where the image says that it was built from that repository, or where the image itself
 * can be seen to have set it.
 */
export function labelOf(situation: Situation, service: Service, image: Image): NamedRevision | null {
  const revision = revisionIn(situation, service, image.revision);
  if (!revision || service.repo === null) return revision;
  const release = releaseOf(situation, service);
  const position = release?.ok ? positionOf(release.value, revision.sha) : null;
  // Where that was not seen, the gap of the repository says so.
  if (!position?.ok || position.value.state !== 'unknown_commit') return revision;
  if (image.source !== null && sameRepository(image.source, service.repo)) return revision;
  return setsItsOwn(image) ? revision : null;
}

/** A label without a source that counts for nothing: whether it is of the service or of its base, nobody can tell. */
export function isUnclear(situation: Situation, service: Service, image: Image): boolean {
  if (image.source !== null || revisionIn(situation, service, image.revision) === null) return false;
  return labelOf(situation, service, image) === null;
}

/** Was it set above the base image, and above any label that names another repository? */
function setsItsOwn({ revision, source, on_base_of_revision, layers }: Image): boolean {
  if (revision === null || on_base_of_revision) return false;
  const labels = ownInstructions(layers ?? []).filter(({ word }) => word === 'LABEL');
  const at = labels.findIndex(({ layer }) => layer.created_by.includes(revision));
  if (at === -1 || source === null) return at !== -1;
  const sourceAt = labels.findIndex(({ layer }) => layer.created_by.includes(source));
  return sourceAt === -1 || sourceAt > at;
}
