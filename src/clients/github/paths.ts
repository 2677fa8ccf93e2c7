import { CommitsAnswer, CompareAnswer, commitOf, pathsOf } from './answers.ts';
import type { CommitAnswer } from './answers.ts';
import { compare, question, readCommit } from './questions.ts';
import type { About } from './questions.ts';
import type { Commit, BranchPosition } from '../../facts/release.ts';
import { stateOf } from '../../facts/release.ts';

/** docs.github.com/rest/commits: the most that a page holds, and files that a comparison shows */
const PAGE = 100;
const MOST_FILES = 300;
/** Commits of one side of a comparison that are looked through: beyond, the number is a lower bound. */
const MOST_PAGES = 10;

/** The position as far as some paths go. The comparison settles most cases: only where it touches the paths, more is requested. */
export async function positionWithin(
  about: About,
  comparison: CompareAnswer,
  head: Commit,
  paths: readonly string[],
): Promise<BranchPosition> {
  const { base_commit: base, ahead_by, behind_by } = comparison;
  const missing = ahead_by === 0 ? [] : await touched(about, comparison, base.sha, head.sha, paths);
  const other = behind_by === 0 ? null : await compare(about, head.sha, base.sha);
  const own = other ? await touched(about, other, head.sha, base.sha, paths) : [];
  const [newest] = missing;
  const oldest = missing.at(-1);
  const files = pathsOf(comparison.files).filter((file) => isWithin(file, paths));
  const last = newest ? await readCommit(about, newest.sha) : null;
  return {
    state: stateOf(own.length, missing.length),
    commit: commitOf(base),
    behind: missing.length,
    ahead: own.length,
    oldest_missing: oldest ? commitOf(oldest) : null,
    files: newest ? files : [],
    last_file: pathsOf(last?.files).find((file) => isWithin(file, paths)) ?? null,
    compare_url: comparison.html_url ?? null,
    ...(newest ? { newest_missing: commitOf(newest) } : {}),
  };
}

/** Commits from `base` to `head` that touch one of the paths, newest first; none where nothing differs there in the end. */
async function touched(
  about: About,
  { ahead_by, files }: CompareAnswer,
  base: string,
  head: string,
  paths: readonly string[],
): Promise<CommitAnswer[]> {
  const shown = pathsOf(files);
  if (shown.length < MOST_FILES && !shown.some((file) => isWithin(file, paths))) return [];
  const missing = await commitsBetween(about, base, head, Math.min(MOST_PAGES, Math.ceil(ahead_by / PAGE)));
  const found = new Map<string, CommitAnswer>();
  for (const path of paths)
    for (const commit of await touchingOf(about, head, path, missing)) found.set(commit.sha, commit);
  const order = [...missing.keys()];
  return [...found.values()].toSorted((one, next) => order.indexOf(next.sha) - order.indexOf(one.sha));
}

/** Oldest first, as GitHub gives them. */
async function commitsBetween(about: About, base: string, head: string, pages: number) {
  const found = new Map<string, CommitAnswer>();
  const path = '/repos/{owner}/{repo}/compare/{basehead}';
  for (let page = 1; page <= pages; page += 1) {
    const parameters = { basehead: `${base}...${head}`, per_page: PAGE, page };
    const answer = await question(about, path, parameters, CompareAnswer, [404]);
    for (const commit of answer?.value.commits ?? []) found.set(commit.sha, commit);
  }
  return found;
}

/** Of the history of one path, newest first, as long as any of it is missing. */
async function touchingOf(
  about: About,
  head: string,
  path: string,
  missing: ReadonlyMap<string, CommitAnswer>,
) {
  const found: CommitAnswer[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await commitsOf(about, head, path, PAGE, page);
    const own = answer.filter(({ sha }) => missing.has(sha));
    found.push(...own);
    if (own.length === 0 || answer.length < PAGE) break;
  }
  return found;
}

/** @see RepositoryClient.touching */
export async function newestTouching(
  about: About,
  head: string,
  paths: readonly string[],
): Promise<Commit | null> {
  const newest = await Promise.all(paths.map(async (path) => (await commitsOf(about, head, path, 1, 1))[0]));
  const commits = newest.flatMap((commit) => (commit ? commitOf(commit) : []));
  return commits.toSorted((one, other) => Date.parse(other.date) - Date.parse(one.date))[0] ?? null;
}

async function commitsOf(about: About, sha: string, path: string, size: number, page: number) {
  const parameters = { sha, path, per_page: size, page };
  return (await question(about, '/repos/{owner}/{repo}/commits', parameters, CommitsAnswer))?.value ?? [];
}

function isWithin(file: string, paths: readonly string[]): boolean {
  return paths.some((path) => file === path || file.startsWith(`${path}/`));
}
