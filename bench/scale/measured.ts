import { z } from 'zod';

/** What meter.mjs measures in the bot. */
export const Measured = z.object({
  /** ms that the event loop was blocked at the longest, and 99 of 100 times at most */
  longest: z.number(),
  p99: z.number(),
  /** ms of processor time between two turns of the main thread at the most: `longest` on a machine of its own */
  work: z.number(),
  /** MB of memory now, and at the most since the start */
  rss: z.number(),
  peak: z.number(),
  /** seconds of processor time, all threads */
  cpu: z.number(),
});
export type Measured = z.infer<typeof Measured>;
