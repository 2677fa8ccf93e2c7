import { sameRevision } from '../revision.ts';
import { RepositoryError } from './errors.ts';
import {
  CommitAnswer,
  CommitsAnswer,
  CompareAnswer,
  RunsAnswer,
  TreeAnswer,
  commitOf,
  goodRunOf,
  pathsOf,
  pathsOfTree,
} from './github-answers.ts';
import { fileDigestOnGitHub } from './github-file.ts';
import { createGitHubRequests } from './github-request.ts';
import type { Ask, GitHubOptions } from './github-request.ts';
import type { Commit, RepositoryClient, Standing, WorkflowRun } from './repository.ts';
import { identical, stateOf } from './standing.ts';

/** The questions about one repository. */
type About = { ask: Ask; owner: string; repo: string; deadline: AbortSignal };

/** Reads repositories named `owner/repo` through GitHub's REST API. */
export function createGitHubClient(options: GitHubOptions): RepositoryClient {
  const ask = createGitHubRequests(options);

  function about(name: string, deadline: AbortSignal): About {
    const [owner = '', repo = '', ...rest] = name.split('/');
    if (owner === '' || repo === '' || rest.length > 0) {
      throw new RepositoryError('malformed', `${name} is no owner/repo`);
    }
    return { ask, owner, repo, deadline };
  }

  async function head(name: string, branch: string, deadline: AbortSignal): Promise<Commit> {
    const found = await readCommit(about(name, deadline), `heads/${branch}`);
    if (found) return commitOf(found);
    throw new RepositoryError('malformed', `${name} has no branch ${branch}: was it renamed or deleted?`);
  }

  async function standing(
    name: string,
    _branch: string,
    head: Commit,
    revision: string,
    deadline: AbortSignal,
  ): Promise<Standing> {
    const wanted = revision.toLowerCase();
    if (!/^[0-9a-f]{7,64}$/.test(wanted))
      throw new RepositoryError('malformed', `${revision} is no commit SHA`);
    if (sameRevision(wanted, head.sha)) return identical(head);
    const repository = about(name, deadline);
    // compare takes whole SHAs only
    const whole = wanted.length === 40 ? wanted : (await readRevision(repository, wanted))?.sha;
    if (whole === undefined) return { state: 'unknown_commit' };
    const comparison = await compare(repository, whole, head.sha);
    if (comparison) return standingOf(repository, comparison, head);
    // 404 means: no such commit, or no common ancestor
    const commit = await readRevision(repository, whole);
    return commit ? unrelated(repository, commit, head) : { state: 'unknown_commit' };
  }

  async function lastGoodRun(
    name: string,
    branch: string,
    deadline: AbortSignal,
  ): Promise<WorkflowRun | null> {
    const { owner, repo } = about(name, deadline);
    const path = '/repos/{owner}/{repo}/actions/runs';
    const parameters = { branch, status: 'success', event: 'push', per_page: 1 };
    const schema = RunsAnswer;
    const found = await ask({ path, owner, repo, parameters, schema, permission: 'actions' }, deadline);
    return found ? goodRunOf(found.value, branch) : null;
  }

  async function fileDigest(name: string, file: string, head: Commit, deadline: AbortSignal) {
    const { owner, repo } = about(name, deadline);
    return await fileDigestOnGitHub(ask, { owner, repo, file, sha: head.sha }, deadline);
  }

  return { head, standing, lastGoodRun, fileDigest };
}

async function standingOf(about: About, comparison: CompareAnswer, head: Commit): Promise<Standing> {
  const { ahead_by: behind, behind_by: ahead, commits } = comparison;
  const oldest = commits[0];
  if (behind > 0 && oldest === undefined) {
    throw new RepositoryError('malformed', `GitHub counts ${behind} commits and shows none`);
  }
  return {
    state: stateOf(ahead, behind),
    commit: commitOf(comparison.base_commit),
    behind,
    ahead,
    oldest_missing: oldest && behind > 0 ? commitOf(oldest) : null,
    files: behind > 0 ? pathsOf(comparison.files) : [],
    last_file: behind > 0 ? await lastFile(about, head) : null,
    compare_url: comparison.html_url ?? null,
  };
}

/** Without a common ancestor every commit of the branch is missing, and every file of it. */
async function unrelated(about: About, commit: CommitAnswer, head: Commit): Promise<Standing> {
  const [missing, own, tree, last_file] = await Promise.all([
    history(about, head.sha),
    history(about, commit.sha),
    question(about, '/repos/{owner}/{repo}/git/trees/{tree}', { tree: head.sha, recursive: 1 }, TreeAnswer),
    lastFile(about, head),
  ]);
  return {
    state: 'diverged',
    commit: commitOf(commit),
    behind: missing.count,
    ahead: own.count,
    oldest_missing: missing.oldest,
    files: tree ? pathsOfTree(tree.value) : [],
    last_file,
    compare_url: null,
  };
}

/** How many commits lead to `sha`, counted by the number of pages of one, and the oldest of them. */
async function history(about: About, sha: string): Promise<{ count: number; oldest: Commit | null }> {
  const page = (page: number) =>
    question(about, '/repos/{owner}/{repo}/commits', { sha, per_page: 1, page }, CommitsAnswer);
  const first = await page(1);
  const count = first?.lastPage ?? 1;
  const last = count === 1 ? first : await page(count);
  const oldest = last?.value[0];
  return { count, oldest: oldest ? commitOf(oldest) : null };
}

/** The head is the newest commit that is missing; GitHub compares a merge with its first parent. */
async function lastFile(about: About, head: Commit): Promise<string | null> {
  const commit = await readCommit(about, head.sha);
  return pathsOf(commit?.files)[0] ?? null;
}

/** One commit per page: the first page holds the oldest, and the files of the whole comparison. */
async function compare(about: About, base: string, head: string): Promise<CompareAnswer | null> {
  const parameters = { basehead: `${base}...${head}`, per_page: 1, page: 1 };
  const path = '/repos/{owner}/{repo}/compare/{basehead}';
  return (await question(about, path, parameters, CompareAnswer, [404]))?.value ?? null;
}

/** The commit that a SHA or the start of one names. A branch of that name does not count. */
async function readRevision(about: About, revision: string): Promise<CommitAnswer | null> {
  const found = await readCommit(about, revision);
  return found?.sha.startsWith(revision) ? found : null;
}

/** @returns null for a ref that the repository does not have; a repository that cannot be seen throws */
async function readCommit(about: About, ref: string): Promise<CommitAnswer | null> {
  const path = '/repos/{owner}/{repo}/commits/{ref}';
  return (await question(about, path, { ref }, CommitAnswer, [422]))?.value ?? null;
}

function question<Value>(
  { ask, owner, repo, deadline }: About,
  path: string,
  parameters: Record<string, string | number>,
  schema: Parameters<typeof ask<Value>>[0]['schema'],
  noneOn: number[] = [],
) {
  return ask({ path, owner, repo, parameters, schema, noneOn }, deadline);
}
