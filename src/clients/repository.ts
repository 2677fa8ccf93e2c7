export type Commit = {
  /** 40 hex digits (64 in a SHA-256 repository) */
  sha: string;
  /** committer date, ISO instant */
  date: string;
  /** first line of the message: untrusted text */
  subject: string;
  url: string | null;
};

/** Where a revision stands to a branch's head. Counts are commits. */
export type Standing =
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
    };

/** What github.ts and git.ts both offer. Every method throws RepositoryError when the answer could not be had. */
export type RepositoryClient = {
  /** Head of the branch. */
  head(repo: string, branch: string, deadline: AbortSignal): Promise<Commit>;
  /** Where `revision` (7 to 64 hex digits) stands to the branch whose head is `head`. */
  standing(
    repo: string,
    branch: string,
    head: Commit,
    revision: string,
    deadline: AbortSignal,
  ): Promise<Standing>;
};
