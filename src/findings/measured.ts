/** The numbers that a finding's severity depends on. Typed, since code must not decide by evidence, which is for people. */
export type Measured = {
  /** commits of the branch that do not run yet */
  commits_behind?: number;
  /** when the oldest of them was committed, ISO instant; null if not known */
  oldest_missing?: string | null;
  /** whole days until the certificate expires */
  days_left?: number;
};
