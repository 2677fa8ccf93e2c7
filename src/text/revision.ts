/** What a version string says about a commit. */
export type Revision = {
  /** 7 to 64 lower-case hex digits: a commit or a prefix of one */
  sha: string;
  /** built from a checkout with uncommitted changes */
  dirty: boolean;
};

const HEX = /^[0-9a-f]{7,64}$/;
/**
 * At the end of a version, or right behind the commit in it: `-dirty` (git-describe(1)), `-modified` (Go's
 * vcs.modified, Bazel), `-broken` (git-describe(1) --broken), `*`, with a date behind it or not.
 */
const DIRTY = /(?:[-+._ ]\(?(?:dirty|modified|broken|uncommitted)\)?(?:[-+._]\d{8,14})?|\*)$/i;
const DIRTY_INSIDE = /(?<=[0-9a-f]{7})[-+._](?:dirty|modified|broken)(?=[-+._])/i;
/** setuptools_scm's local part of a build with changes: `+gabc1234.d20240301`, `+d20240301` */
const DIRTY_DATE = /(?<=[0-9a-z])[.+]d20\d{6}$/i;

/**
 * Reads the commit out of what a service calls its version: a SHA of 7 digits or more in any case, with a mark of
 * uncommitted changes behind it, or `git describe --long` output (gitrevisions(7): `v1.2.0-4-ga3f8c21`).
 * @returns null where there is none: a semver alone says nothing of the commit
 */
export function revisionOf(version: string | null): Revision | null {
  // Most are just that, and several rules ask for each.
  if (version !== null && HEX.test(version)) return { sha: version, dirty: false };
  const { text, dirty } = unmarked(version ?? '');
  const clean = text.toLowerCase();
  if (HEX.test(clean)) return { sha: clean, dirty };
  const described = /-\d+-g([0-9a-f]{7,64})$/.exec(clean)?.[1];
  return described === undefined ? null : { sha: described, dirty };
}

/** Is it open which commit a version names? Of digits alone, it may be a date, or the number of a build. */
export function isOpen(version: string): boolean {
  const revision = revisionOf(version);
  return revision === null || (/^\d+$/.test(revision.sha) && revision.sha.length < 40);
}

/** Does a version say that it was built from a checkout with uncommitted changes? */
export function saysDirty(version: string): boolean {
  return unmarked(version).dirty;
}

/** What a version may name that is not plainly a commit. Only the repository can say whether it does. */
export type Hints = {
  /** groups of hex digits, lower case: `1.0.0+a3f8c21…`, `v0.0.0-20240301120000-a3f8c21b9d1e`, `sha-a3f8c21` */
  commits: string[];
  /** `1.4.2` may be the tag `1.4.2` or `v1.4.2`; a name without a digit (`latest`) moves, and is none */
  tags: string[];
};

const LONGEST = 200;
/** Groups that are looked up: a version is somebody else's text, and each costs a request. */
const MOST_GROUPS = 3;

export function hintsOf(version: string): Hints {
  const { text } = unmarked(version.slice(0, LONGEST));
  const groups = text
    .toLowerCase()
    .split(/[^0-9a-z]+/)
    .flatMap((word) => /^(?:g|git|sha)?([0-9a-f]{7,40})$/.exec(word)?.[1] ?? []);
  // Of a date and a commit, the commit has a letter nearly always.
  const lettered = groups.filter((group) => /[a-f]/.test(group));
  const commits = [...new Set(lettered.length > 0 ? lettered : groups)].slice(-MOST_GROUPS);
  return { commits, tags: isTagName(text) ? [text, text.startsWith('v') ? text.slice(1) : `v${text}`] : [] };
}

/** git-check-ref-format(1), less what no version needs. */
function isTagName(text: string): boolean {
  return /^[0-9A-Za-z][0-9A-Za-z._+/@-]*$/.test(text) && /\d/.test(text) && !/\.\.|\/\/|\.$|\/$/.test(text);
}

/** `v1` and `v1.2` are moved along where releases are named in full: such a tag says nothing of what was built. */
export function mayMove(tag: string): boolean {
  return (tag.match(/\d+/g) ?? []).length < 3;
}

/** Without its marks of uncommitted changes. */
function unmarked(version: string): { text: string; dirty: boolean } {
  let text = version.trim();
  let dirty = false;
  for (const mark of [DIRTY, DIRTY_DATE, DIRTY, DIRTY_INSIDE]) {
    const left = text.replace(mark, '');
    dirty ||= left !== text;
    text = left;
  }
  return { text: text.trim(), dirty };
}

/** Do two revisions name the same commit, as far as their digits go? Both lower case. */
export function sameRevision(one: string, other: string): boolean {
  const length = Math.min(one.length, other.length);
  return length >= 7 && one.slice(0, length) === other.slice(0, length);
}
