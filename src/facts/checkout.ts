import type { Observation } from './observation.ts';

/** HEAD moved from one commit to another. `from` is all zeros for the first. */
export type Move = { from: string; to: string; /** seconds since the epoch */ at: number };

export type Checkout = {
  /** full SHA, lower case; null before the first commit */
  head: string | null;
  /** null: HEAD is detached */
  branch: string | null;
  /** of a detached HEAD: is its commit part of the service's branch, as far as the checkout knows? */
  contained: boolean | null;
  /** changed tracked files, the first of them as git quotes them: untrusted text */
  changed: string[];
  changes: number;
  /** there are more than were counted */
  more: boolean;
  /** files that look changed, and cannot be compared without running their filter or reading what is denied */
  unjudged: number;
  /** HEAD's reflog, oldest first; empty where there is none */
  moves: Move[];
  /** seconds since the epoch; null before the first commit */
  committed_at: number | null;
  /** the machine's clock when it was read, seconds since the epoch */
  now: number;
  /**
   * Where the service is made of some paths only: commit that HEAD was at -> the git objects of these paths, in their order.
   * Equal texts are equal files; a path that a commit does not have is `-`.
   */
  paths?: Record<string, string>;
  /** a release without git, of which nothing else is known; null for a git checkout */
  laid: LaidRelease | null;
};

/** service -> the checkout that it runs from */
export type Checkouts = Record<string, Observation<Checkout>>;

/** A release that a deployment laid into a folder, with the file REVISION that names it. */
export type LaidRelease = {
  /** the file, where its links lead to: untrusted text */
  file: string;
  /** what it says: a commit, a tag, or another word without blanks; null where it holds no such thing. Untrusted text */
  version: string | null;
  /**
   * Seconds since the epoch by the machine's clock, null where it does not say. The release came into its place at
   * `written_at` or later, and at `settled_at` or earlier: a file's own time may be that of its build, and the time of its
   * last change that of a `chmod`.
   */
  written_at: number | null;
  settled_at: number | null;
};
