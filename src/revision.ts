/** What a version string says of a commit. */
export type Revision = {
  /** 7 to 64 lower-case hex digits: a commit or a prefix of one */
  sha: string;
  /** built from a checkout with uncommitted changes */
  dirty: boolean;
};

const HEX = /^[0-9a-f]{7,64}$/;

/**
 * Reads the commit out of what a service calls its version: a SHA of 7 digits or more in any case, with `-dirty`
 * or `+dirty` behind it, or `git describe --long` output (gitrevisions(7): `v1.2.0-4-ga3f8c21`).
 * @returns null where there is none: a semver alone says nothing of the commit
 */
export function revisionOf(version: string | null): Revision | null {
  const text = version?.trim().toLowerCase() ?? '';
  const dirty = /[-+.]dirty$/.test(text);
  const clean = text.replace(/[-+.]dirty$/, '');
  if (HEX.test(clean)) return { sha: clean, dirty };
  const described = /-\d+-g([0-9a-f]{7,64})$/.exec(clean)?.[1];
  return described === undefined ? null : { sha: described, dirty };
}

/** Do two revisions name the same commit, as far as their digits go? Both lower case. */
export function sameRevision(one: string, other: string): boolean {
  const length = Math.min(one.length, other.length);
  return length >= 7 && one.slice(0, length) === other.slice(0, length);
}
