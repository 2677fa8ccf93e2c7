import { mayMove } from '../../text/revision.ts';
import { CommitAnswer, CompareAnswer, RefsAnswer } from './answers.ts';
import type { Ask } from './request.ts';

/** The questions about one repository. */
export type About = { ask: Ask; owner: string; repo: string; deadline: AbortSignal };

/** One commit per page: the first page holds the oldest, and the files of the whole comparison. */
export async function compare(about: About, base: string, head: string): Promise<CompareAnswer | null> {
  const parameters = { basehead: `${base}...${head}`, per_page: 1, page: 1 };
  const path = '/repos/{owner}/{repo}/compare/{basehead}';
  return (await question(about, path, parameters, CompareAnswer, [404]))?.value ?? null;
}

/** The commit that a SHA or the start of one names. A branch of that name does not count. */
export async function readRevision(about: About, revision: string): Promise<CommitAnswer | null> {
  const found = await readCommit(about, revision);
  return found?.sha.startsWith(revision) ? found : null;
}

/** @returns null for a ref that the repository does not have; a repository that cannot be seen throws */
export async function readCommit(about: About, ref: string): Promise<CommitAnswer | null> {
  const path = '/repos/{owner}/{repo}/commits/{ref}';
  return (await question(about, path, { ref }, CommitAnswer, [422]))?.value ?? null;
}

/** Are there tags that go on from this one, as `v1.4.2` does from `v1`? Asked only where the name is so short. */
export async function movesAlong(about: About, tag: string): Promise<boolean> {
  if (!mayMove(tag)) return false;
  const path = '/repos/{owner}/{repo}/git/matching-refs/{+ref}';
  const found = await question(about, path, { ref: `tags/${tag}.` }, RefsAnswer, [404]);
  return (found?.value ?? []).some(({ ref }) => /^\d/.test(ref.slice(`refs/tags/${tag}.`.length)));
}

/** An answer about whole SHAs is requested once, and then kept. */
export function question<Value>(
  { ask, owner, repo, deadline }: About,
  path: string,
  parameters: Record<string, string | number>,
  schema: Parameters<typeof ask<Value>>[0]['schema'],
  noneOn: number[] = [],
) {
  // The history of a path below a whole SHA is the same for ever as well.
  const immutable = Object.entries(parameters).every(([name, value]) => name === 'path' || isWhole(value));
  return ask({ path, owner, repo, parameters, schema, noneOn, immutable }, deadline);
}

/** Whole SHAs, and what only says which part of the answer is meant: nothing of it can mean another commit later. */
function isWhole(value: string | number): boolean {
  return (
    typeof value === 'number' || value.split('...').every((sha) => /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(sha))
  );
}
