import { z } from 'zod';
import { isoInstant } from '../../time/instant.ts';
import { RepositoryError } from '../errors.ts';
import { plainLine, subjectOf } from '../../text/plain-text.ts';
import type { Commit, WorkflowRun } from '../../facts/release.ts';

// The parts of GitHub's answers that we read (docs.github.com/rest: commits, actions/workflow-runs); the rest is ignored.

const Signature = z.object({ date: z.string().optional() }).nullish();
const Link = z
  .url({ protocol: /^https?$/ })
  .nullish()
  .catch(null);
const ChangedFile = z.object({
  filename: z.string(),
  previous_filename: z.string().optional(),
  status: z.string().optional(),
});
type ChangedFile = z.infer<typeof ChangedFile>;

export const Sha = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/);

export const CommitAnswer = z.object({
  sha: Sha,
  html_url: Link,
  commit: z.object({ message: z.string(), committer: Signature, author: Signature }),
  files: z.array(ChangedFile).optional(),
});
export type CommitAnswer = z.infer<typeof CommitAnswer>;

export const CommitsAnswer = z.array(CommitAnswer);

export const CompareAnswer = z.object({
  html_url: Link,
  /** commits that the head has and the base lacks */
  ahead_by: z.int().min(0),
  behind_by: z.int().min(0),
  base_commit: CommitAnswer,
  commits: CommitsAnswer,
  files: z.array(ChangedFile).optional(),
});
export type CompareAnswer = z.infer<typeof CompareAnswer>;

export const RefsAnswer = z.array(z.object({ ref: z.string() }));

export const TreeAnswer = z.object({
  tree: z.array(z.object({ path: z.string(), type: z.string().optional() })),
});

export const RunsAnswer = z.object({
  workflow_runs: z.array(
    z.object({
      head_sha: Sha,
      head_branch: z.string().nullish(),
      event: z.string(),
      conclusion: z.string().nullish(),
      /** of the first attempt; `run_started_at` is the latest one's, which an image of the first is older than */
      created_at: z.string(),
      html_url: Link,
    }),
  ),
});

const MOST_FILES = 300;

/**
 * The newest successful run that a push to the branch started, also for a server that filters differently.
 * @throws RepositoryError `malformed` for a run without a date
 */
export function goodRunOf({ workflow_runs }: z.infer<typeof RunsAnswer>, branch: string): WorkflowRun | null {
  const run = workflow_runs.find(
    ({ event, conclusion, head_branch }) =>
      event === 'push' && conclusion === 'success' && head_branch === branch,
  );
  if (!run) return null;
  if (Number.isNaN(Date.parse(run.created_at))) {
    throw new RepositoryError('malformed', `GitHub gave no date for the workflow run of ${run.head_sha}`);
  }
  return { sha: run.head_sha, started_at: isoInstant(run.created_at), url: run.html_url ?? null };
}

/** @throws RepositoryError `malformed` for a commit without a date */
export function commitOf(answer: CommitAnswer): Commit {
  const { committer, author, message } = answer.commit;
  const date = committer?.date ?? author?.date ?? '';
  if (Number.isNaN(Date.parse(date))) {
    throw new RepositoryError('malformed', `GitHub gave no date for commit ${answer.sha}`);
  }
  return {
    sha: answer.sha,
    date: isoInstant(date),
    subject: subjectOf(message),
    url: answer.html_url ?? null,
  };
}

/** Paths in order. A renamed file counts twice, as the old path that is gone and the new one. */
export function pathsOf(files: ChangedFile[] | undefined): string[] {
  const paths = (files ?? []).flatMap(({ filename, previous_filename, status }) =>
    status === 'renamed' && previous_filename !== undefined ? [previous_filename, filename] : [filename],
  );
  return inOrder(paths);
}

export function pathsOfTree(answer: z.infer<typeof TreeAnswer>): string[] {
  return inOrder(answer.tree.filter(({ type }) => type !== 'tree').map(({ path }) => path));
}

function inOrder(paths: string[]): string[] {
  return paths.map(plainLine).sort().slice(0, MOST_FILES);
}
