/** The numbers that a finding's severity depends on: typed, so that nothing is decided by the evidence that people read. */
export type Measured = {
  /** commits of the branch that do not run yet */
  commits_behind?: number;
  /** when the oldest of them was committed, ISO instant; null where nobody knows */
  oldest_missing?: string | null;
  /** whole days until the certificate expires */
  days_left?: number;
};
