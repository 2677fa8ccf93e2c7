import type { Observation } from './observation.ts';

/** HEAD moved from one commit to another. `from` is all zeros for the first. */
export type Move = { from: string; to: string; /** seconds since the epoch */ at: number };

export type Checkout = {
  /** full SHA, lower case; null before the first commit */
  head: string | null;
  /** null: HEAD is detached */
  branch: string | null;
  /** for a detached HEAD: is its commit part of the service's branch? null: the checkout lacks the branch or its history */
  contained: boolean | null;
  /** the first changed tracked files, as git quotes them: untrusted text */
  changed: string[];
  changes: number;
  /** there are more than were counted */
  more: boolean;
  /** files that look changed, but cannot be compared without running a filter or reading a denied file */
  unjudged: number;
  /** HEAD's reflog, oldest first; empty if there is none */
  moves: Move[];
  /** seconds since the epoch; null before the first commit */
  committed_at: number | null;
  /** the machine's clock when it was read, seconds since the epoch */
  now: number;
  /**
   * If the service consists of some paths only: commit that HEAD was at -> the git objects of these paths, in order. Equal
   * texts mean equal files; `-` stands for a path that the commit lacks.
   */
  paths?: Record<string, string>;
  /** a release without git, for which the other fields are unknown; null for a git checkout */
  laid: LaidRelease | null;
};

/** service -> the checkout that it runs from */
export type Checkouts = Record<string, Observation<Checkout>>;

/** A release that was deployed into a folder, with the REVISION file that names it. */
export type LaidRelease = {
  /** the file's path after all links: untrusted text */
  file: string;
  /** its content: a commit, a tag, or another word without blanks; null for anything else. Untrusted text */
  version: string | null;
  /**
   * Seconds since the epoch by the machine's clock, null if unknown. The release was deployed between `written_at` and
   * `settled_at`: a file's mtime may be that of its build, and its ctime that of a `chmod`.
   */
  written_at: number | null;
  settled_at: number | null;
};
