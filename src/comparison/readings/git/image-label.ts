import type { Service } from '../../../inventory/manifest.ts';
import type { Image } from '../../../facts/container.ts';
import { sameRepository } from '../../../text/same-repository.ts';
import { ownInstructions } from '../containers/own-layers.ts';
import { releaseOf, revisionIn, positionOf } from './release-of.ts';
import type { NamedRevision } from './release-of.ts';
import type { Situation } from '../../rule.ts';

/**
 * The commit that an image's label says it was built from. Images inherit labels from their base. So a label counts only
 * if the repository knows the commit, if the image names that repository as its source, or if the history shows that the
 * image itself set it.
 */
export function labelOf(situation: Situation, service: Service, image: Image): NamedRevision | null {
  const revision = revisionIn(situation, service, image.revision);
  if (!revision || service.repo === null) return revision;
  const release = releaseOf(situation, service);
  const position = release?.ok ? positionOf(release.value, revision.sha) : null;
  // If that was not seen, the repository's gap says so.
  if (!position?.ok || position.value.state !== 'unknown_commit') return revision;
  if (image.source !== null && sameRepository(image.source, service.repo)) return revision;
  return setsItsOwn(image) ? revision : null;
}

/** A label without a source: it may come from the service's image or from its base, so it does not count. */
export function isUnclear(situation: Situation, service: Service, image: Image): boolean {
  if (image.source !== null || revisionIn(situation, service, image.revision) === null) return false;
  return labelOf(situation, service, image) === null;
}

/** Was the label set above the base image, and above any label that names another repository? */
function setsItsOwn({ revision, source, on_base_of_revision, layers }: Image): boolean {
  if (revision === null || on_base_of_revision) return false;
  const labels = ownInstructions(layers ?? []).filter(({ word }) => word === 'LABEL');
  const at = labels.findIndex(({ layer }) => layer.created_by.includes(revision));
  if (at === -1 || source === null) return at !== -1;
  const sourceAt = labels.findIndex(({ layer }) => layer.created_by.includes(source));
  return sourceAt === -1 || sourceAt > at;
}
