/** All times in ms. */
export type MachineLimits = {
  connectMs: number;
  /** for one section, enforced on the machine */
  sectionMs: number;
  /** for the whole script, enforced by the bot */
  machineMs: number;
  /** bytes kept of one section */
  sectionCapBytes: number;
};

/** All times in ms. */
export type Limits = MachineLimits & {
  /** machines at a time */
  concurrency: number;
  healthConcurrency: number;
  releaseConcurrency: number;
  /** for one branch of one repository, with all that runs of it */
  releaseMs: number;
  /** how long after its deadline we give up on a probe that exceeds it */
  graceMs: number;
};

export const defaultLimits: Limits = {
  concurrency: 16,
  connectMs: 10_000,
  sectionMs: 10_000,
  machineMs: 45_000,
  sectionCapBytes: 4 * 1024 * 1024,
  healthConcurrency: 64,
  releaseConcurrency: 8,
  releaseMs: 30_000,
  graceMs: 5000,
};
