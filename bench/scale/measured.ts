import { z } from 'zod';

/** What meter.mjs measures in the bot. */
export const Measured = z.object({
  /** ms that the event loop was blocked at the longest, and 99 of 100 times at most */
  longest: z.number(),
  p99: z.number(),
  /** longest processor time between two turns of the main thread, in ms: `longest` on an idle machine */
  work: z.number(),
  /** MB of memory now, and the peak since the start */
  rss: z.number(),
  peak: z.number(),
  /** seconds of processor time, all threads */
  cpu: z.number(),
});
export type Measured = z.infer<typeof Measured>;
