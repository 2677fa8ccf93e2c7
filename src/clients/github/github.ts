import { sameRevision } from '../../text/revision.ts';
import { withinDeadline } from '../deadline.ts';
import { RepositoryError } from '../errors.ts';
import type { CommitAnswer, CompareAnswer } from './answers.ts';
import {
  CommitsAnswer,
  RunsAnswer,
  TreeAnswer,
  commitOf,
  goodRunOf,
  pathsOf,
  pathsOfTree,
} from './answers.ts';
import { createGitHubAccess } from './access.ts';
import type { GitHubOptions } from './access.ts';
import { fileDigestOnGitHub } from './file.ts';
import { createHeads } from './heads.ts';
import { newestTouching, positionWithin } from './paths.ts';
import { compare, movesAlong, question, readCommit, readRevision } from './questions.ts';
import type { About } from './questions.ts';
import { createAsk } from './request.ts';
import type { Commit, BranchPosition, WorkflowRun } from '../../facts/release.ts';
import type { Branch, RepositoryClient } from '../repository/repository.ts';
import { identical, stateOf } from '../../facts/release.ts';

/** Reads repositories named `owner/repo` through GitHub's REST API; with a token, many heads at once by GraphQL. */
export function createGitHubClient(options: GitHubOptions): RepositoryClient {
  const access = createGitHubAccess(options);
  const ask = createAsk(access);
  const readHeads = createHeads(access);

  function about(name: string, deadline: AbortSignal): About {
    const parts = partsOf(name);
    if (!parts) throw new RepositoryError('malformed', `${name} is not owner/repo`);
    return { ask, ...parts, deadline };
  }

  async function head(name: string, branch: string, deadline: AbortSignal): Promise<Commit> {
    const found = await readCommit(about(name, deadline), `heads/${branch}`);
    if (found) return commitOf(found);
    throw new RepositoryError('malformed', {
      what: `${name} has no branch ${branch}`,
      cure: 'was it renamed or deleted?',
    });
  }

  async function position(
    name: string,
    _branch: string,
    head: Commit,
    revision: string,
    deadline: AbortSignal,
    paths: readonly string[] = [],
  ): Promise<BranchPosition> {
    const wanted = revision.toLowerCase();
    if (!/^[0-9a-f]{7,64}$/.test(wanted))
      throw new RepositoryError('malformed', `${revision} is not a commit SHA`);
    if (sameRevision(wanted, head.sha)) return identical(head);
    const repository = about(name, deadline);
    // compare takes whole SHAs only
    const whole = wanted.length === 40 ? wanted : (await readRevision(repository, wanted))?.sha;
    if (whole === undefined) return { state: 'unknown_commit' };
    const comparison = await compare(repository, whole, head.sha);
    if (comparison && paths.length > 0) return await positionWithin(repository, comparison, head, paths);
    if (comparison) return positionOf(repository, comparison, head);
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

  async function touching(name: string, head: Commit, paths: readonly string[], deadline: AbortSignal) {
    return await newestTouching(about(name, deadline), head.sha, paths);
  }

  async function tag(name: string, tag: string, deadline: AbortSignal): Promise<string | null> {
    const repository = about(name, deadline);
    const commit = await readCommit(repository, `tags/${tag}`);
    return commit && !(await movesAlong(repository, tag)) ? commit.sha : null;
  }

  async function fileDigest(name: string, file: string, head: Commit, deadline: AbortSignal) {
    const { owner, repo } = about(name, deadline);
    return await fileDigestOnGitHub(ask, { owner, repo, file, sha: head.sha }, deadline);
  }

  function forAudit(branches: readonly Branch[], deadline: AbortSignal): RepositoryClient {
    // GraphQL requires a token.
    if (!access.hasToken) return client;
    const tips = branches.flatMap(({ repo, branch }) => {
      const parts = partsOf(repo);
      return parts ? [{ ...parts, branch }] : [];
    });
    const heads = readHeads(tips, deadline);
    return {
      ...client,
      async head(name, branch, deadline, running = []) {
        const parts = partsOf(name);
        if (!parts) return head(name, branch, deadline);
        const tip = { ...parts, branch };
        const found = await withinDeadline(heads.of(tip), deadline, 'GitHub');
        // It was read before the running version was: a commit pushed and deployed since must not look like drift.
        const current =
          found !== null &&
          (running.every((revision) => sameRevision(revision.toLowerCase(), found.sha)) ||
            (await heads.isStill(tip, found, deadline)));
        return current ? found : head(name, branch, deadline);
      },
    };
  }

  const client: RepositoryClient = { head, position, touching, tag, lastGoodRun, fileDigest, forAudit };
  return client;
}

function partsOf(name: string): { owner: string; repo: string } | null {
  const [owner = '', repo = '', ...rest] = name.split('/');
  return owner === '' || repo === '' || rest.length > 0 ? null : { owner, repo };
}

async function positionOf(about: About, comparison: CompareAnswer, head: Commit): Promise<BranchPosition> {
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

/** Without a common ancestor, every commit and every file of the branch is missing. */
async function unrelated(about: About, commit: CommitAnswer, head: Commit): Promise<BranchPosition> {
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
