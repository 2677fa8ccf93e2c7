import type { Commit, BranchPosition, WorkflowRun } from '../../facts/release.ts';

/** One branch that an audit is about. */
export type Branch = { repo: string; branch: string };

/** The interface of github.ts and git.ts. Every method throws RepositoryError if it has no answer. */
export type RepositoryClient = {
  /**
   * Head of the branch. @param running the revisions to compare it with: if one is not the head, the head is never older
   * than this call
   */
  head(repo: string, branch: string, deadline: AbortSignal, running?: readonly string[]): Promise<Commit>;
  /**
   * The position of `revision` (7 to 64 hex digits) relative to the branch whose head is `head`. @param paths folders and files,
   * as git's trees write them: only commits that touch one of these count, and only where something differs in the end
   */
  position(
    repo: string,
    branch: string,
    head: Commit,
    revision: string,
    deadline: AbortSignal,
    paths?: readonly string[],
  ): Promise<BranchPosition>;
  /** The newest commit up to `head` that touches one of the paths. @returns null if none does, or it is not known */
  touching?(
    repo: string,
    head: Commit,
    paths: readonly string[],
    deadline: AbortSignal,
  ): Promise<Commit | null>;
  /**
   * SHA-256 (64 lower-case hex digits) of the file at `path` in the commit `head`; null where there is none.
   * Throws a RepositoryError `unsupported` for what is not a regular file, too large, or kept elsewhere (Git LFS).
   */
  fileDigest(repo: string, path: string, head: Commit, deadline: AbortSignal): Promise<string | null>;
  /**
   * The commit that a tag names, its full SHA. @returns null where there is no such tag, it names no commit, or it
   * moves along with others (`v1` next to `v1.4.2`). A client without it knows nothing of tags.
   */
  tag?(repo: string, name: string, deadline: AbortSignal): Promise<string | null>;
  /**
   * The newest successful run that a push to the branch started; null if there is none. A client without this method does
   * not know CI. Throws a RepositoryError `unsupported` if the runs may not be read.
   */
  lastGoodRun?(repo: string, branch: string, deadline: AbortSignal): Promise<WorkflowRun | null>;
  /**
   * The client for one audit, which requests the heads of these branches together, at once, where that is cheaper. Its
   * answers are the same: what cannot be had together is requested one by one. `deadline` is for the joint request.
   */
  forAudit?(branches: readonly Branch[], deadline: AbortSignal): RepositoryClient;
};
