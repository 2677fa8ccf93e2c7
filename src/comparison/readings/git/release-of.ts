import type { Service } from '../../../inventory/manifest.ts';
import type { Observation } from '../../../facts/observation.ts';
import { identical, releaseKey } from '../../../facts/release.ts';
import type { Release, BranchPosition } from '../../../facts/release.ts';
import { hintsOf, isOpen, revisionOf, saysDirty, sameRevision } from '../../../text/revision.ts';
import type { Revision } from '../../../text/revision.ts';
import type { Situation } from '../../rule.ts';

/** @returns null for a service without a repository, or if its repository was not read in this audit */
export function releaseOf(situation: Situation, service: Service): Observation<Release> | null {
  if (service.repo === null) return null;
  const { repo, branch, repo_paths } = service;
  return situation.observations.releases[releaseKey(repo, branch, repo_paths)] ?? null;
}

/** SHA-256 of the file at a path in the branch's head. @returns null if it was not read in this audit */
export function repositoryFileOf(
  situation: Situation,
  service: Service,
  path: string,
): Observation<string | null> | null {
  const release = releaseOf(situation, service);
  return release?.ok ? (release.value.files[path] ?? null) : release;
}

/** The position of a revision (lower case) relative to the head. @returns null if it was not looked up */
export function positionOf(release: Release, sha: string): Observation<BranchPosition> | null {
  const known = release.positions[sha];
  if (known) return known;
  return sameRevision(release.head.sha, sha) ? { ok: true, value: identical(release.head) } : null;
}

/** `tag`: known by a version number, which later builds on top of the tag may also carry. */
export type NamedRevision = Revision & { by: 'commit' | 'tag' };

/** The commit that a version names: literally, or through a tag of the repository. */
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

/** `20260329` is valid hex too: if no commit has that name, it is a date or a build number. */
export function isNumberOnly(sha: string, position: BranchPosition): boolean {
  return position.state === 'unknown_commit' && /^\d+$/.test(sha);
}
