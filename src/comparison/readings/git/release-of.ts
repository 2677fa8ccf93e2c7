import type { Service } from '../../../inventory/manifest.ts';
import type { Observation } from '../../../facts/observation.ts';
import { identical, releaseKey } from '../../../facts/release.ts';
import type { Release, BranchPosition } from '../../../facts/release.ts';
import { hintsOf, isOpen, revisionOf, saysDirty, sameRevision } from '../../../text/revision.ts';
import type { Revision } from '../../../text/revision.ts';
import type { Situation } from '../../rule.ts';

/** @returns null for a service without a repository, and where none was asked about it */
export function releaseOf(situation: Situation, service: Service): Observation<Release> | null {
  if (service.repo === null) return null;
  const { repo, branch, repo_paths } = service;
  return situation.observations.releases[releaseKey(repo, branch, repo_paths)] ?? null;
}

/** What the branch's head has at a path, as SHA-256. @returns null where that was not asked */
export function repositoryFileOf(
  situation: Situation,
  service: Service,
  path: string,
): Observation<string | null> | null {
  const release = releaseOf(situation, service);
  return release?.ok ? (release.value.files[path] ?? null) : release;
}

/** The position of a revision (lower case) relative to the head. @returns null where that was not looked up */
export function positionOf(release: Release, sha: string): Observation<BranchPosition> | null {
  const known = release.positions[sha];
  if (known) return known;
  return sameRevision(release.head.sha, sha) ? { ok: true, value: identical(release.head) } : null;
}

/** `tag`: as its number says, which also what was built on top of the tag may bear. */
export type NamedRevision = Revision & { by: 'commit' | 'tag' };

/** The commit that a version names: literally, or as the repository knows it. */
export function revisionIn(
  situation: Situation,
  service: Service,
  version: string | null,
): NamedRevision | null {
  const told = revisionOf(version);
  if (version !== null && isOpen(version)) {
    const release = releaseOf(situation, service);
    const named = release?.ok ? release.value.named[version] : undefined;
    if (named?.ok && named.value !== null) {
      const sha = named.value;
      const by = hintsOf(version).commits.some((group) => sameRevision(group, sha)) ? 'commit' : 'tag';
      return { sha, dirty: saysDirty(version), by };
    }
  }
  return told && { ...told, by: 'commit' };
}

/** `20260329` reads as hex digits too: where no commit has that name it is a date or a build number. */
export function isNumberOnly(sha: string, position: BranchPosition): boolean {
  return position.state === 'unknown_commit' && /^\d+$/.test(sha);
}
