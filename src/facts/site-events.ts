/** What comes of the jobs that the bot gives to its sites, for who counts. Seconds. */
export type SiteEvents = {
  /** from the queue to a worker */
  waited(site: string, seconds: number): void;
  /** from there to the answer */
  worked(site: string, seconds: number): void;
  /** an answer that was not taken, and why, in one word */
  refused(site: string, why: string): void;
  /** an answer to what nobody waits for any more */
  late(site: string): void;
  /** a worker was lost with the job, and another has it now */
  retried(site: string): void;
};

/** The state of a site's queue; null where Redis does not say. */
export type SiteQueue = {
  site: string;
  workers: number | null;
  waiting: number | null;
  active: number | null;
};
