import { revisionOf, sameRevision } from '../../text/revision.ts';
import { versionOf } from './health-fields.ts';

// Where JSON bodies name the commit that runs. Every word of the way to it must be known: `previous_commit`,
// `db.revision` and `image.sha` name something else. Upper case, `_`, `-`, dots and nesting make no difference.

const naming = 'commit|sha|revision|rev|git|vcs';
const around =
  'build|built|app|application|info|version|scm|source|src|code|service|server|release|deploy|deployed|deployment|running|current|head|repo|repository|meta|metadata|properties|ci|id|hash|full|long|short|abbrev|abbreviated|ref|sha1|from|is';
const wayToCommit = new RegExp(`^(?=.*(?:${naming}))(?:${naming}|${around})+$`);
const sureOfDigits = /commit|git|vcs/;
const wayToDirt = new RegExp(`^(?:${naming}|${around})*(?:dirty|modified)$`);
/** Under these an object may name it: `build`, `gitInfo`, `commit.id`. */
const holder = new RegExp(`^(?:${naming}|${around})+$`);

const DEEPEST = 4;
const LONGEST_WAY = 80;
const MOST_KEYS = 500;

/**
 * The commit that a JSON body names without `health.version_path`: `gitCommit`, `build.commit`, `git.commit.id`,
 * `vcs.revision` … with `-dirty` where it says so next to it. The longest spelling of it.
 * @returns null if there is none, or several that differ
 */
export function commitIn(body: unknown): string | null {
  const found: Found = { commits: [], dirty: false };
  collect(body, '', 0, found);
  const commits = found.commits.toSorted((one, other) => digits(other).length - digits(one).length);
  const [longest] = commits;
  if (longest === undefined || !commits.every((each) => sameRevision(digits(each), digits(longest))))
    return null;
  return found.dirty && revisionOf(longest)?.dirty === false ? `${longest}-dirty` : longest;
}

type Found = { commits: string[]; dirty: boolean };

function collect(value: unknown, before: string, depth: number, found: Found): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [key, held] of Object.entries(value).slice(0, MOST_KEYS)) {
    const way = before + key.toLowerCase().replaceAll(/[\s_.:-]+/g, '');
    if (way.length > LONGEST_WAY) continue;
    if (typeof held === 'object') {
      if (depth < DEEPEST && holder.test(way)) collect(held, way, depth + 1, found);
    } else if (wayToDirt.test(way)) found.dirty ||= held === true || held === 'true';
    else if (wayToCommit.test(way)) found.commits.push(...revisionAt(way, held));
  }
}

/** Digits alone may be a build number, and 64 hex digits under `sha` a file's digest. */
function revisionAt(way: string, value: unknown): string[] {
  const version = versionOf(value);
  const sha = digits(version);
  if (version === null || sha === '') return [];
  const sure = sureOfDigits.test(way);
  if (!sure && (/^\d{1,39}$/.test(sha) || (sha.length > 40 && !/rev/.test(way)))) return [];
  return [version];
}

function digits(version: string | null): string {
  return revisionOf(version)?.sha ?? '';
}
