import type { Observation } from './observation.ts';

export type Commit = {
  /** 40 hex digits (64 in a SHA-256 repository) */
  sha: string;
  /** committer date, ISO instant */
  date: string;
  /** first line of the message: untrusted text */
  subject: string;
  url: string | null;
};

/** A revision relative to a branch's head. Counts are commits. */
export type BranchPosition =
  | { state: 'unknown_commit' }
  | {
      state: 'identical' | 'behind' | 'ahead' | 'diverged';
      commit: Commit;
      behind: number;
      ahead: number;
      /** the oldest commit of the branch that the revision lacks; null when it lacks none */
      oldest_missing: Commit | null;
      /** the files that the missing commits changed, in order, at most 300; `last_file` is one that the newest changed */
      files: string[];
      last_file: string | null;
      compare_url: string | null;
      /** if only some paths count: the newest commit of these that the revision lacks */
      newest_missing?: Commit;
    };

/** A successful CI run. */
export type WorkflowRun = {
  /** the commit that it ran on, 40 hex digits */
  sha: string;
  /** when it was first started, ISO instant: a rerun does not move it */
  started_at: string;
  url: string | null;
};

/** The state of one branch of one repository, and of the requested revisions. */
export type Release = {
  head: Commit;
  /** revision as asked, lower case -> position */
  positions: Record<string, Observation<BranchPosition>>;
  /** the newest commit that touches the requested paths; the head if there are none */
  touched: Commit;
  /** version as reported -> the commit that it names here, a full SHA; null if it names none or several */
  named: Record<string, Observation<string | null>>;
  /** seen null: no successful CI run, or no CI; null: not requested, since no image lacks a commit of the branch */
  last_good_run: Observation<WorkflowRun | null> | null;
  /** path in the repository -> SHA-256 of the file at the head; null if the head has no such file */
  files: Record<string, Observation<string | null>>;
};

/** The key of a release: a branch of a repository, or some paths of it. */
export function releaseKey(repo: string, branch: string, paths: readonly string[] = []): string {
  return `${repo}#${branch}${paths.length === 0 ? '' : ` ${JSON.stringify(paths)}`}`;
}

/** The position of the head itself. */
export function identical(head: Commit): BranchPosition {
  const none = { oldest_missing: null, files: [], last_file: null, compare_url: null };
  return { state: 'identical', commit: head, behind: 0, ahead: 0, ...none };
}

/** How far two branches are from each other, in a word. Counts are commits. */
export function stateOf(ahead: number, behind: number): 'identical' | 'behind' | 'ahead' | 'diverged' {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}
