import { z } from 'zod';

// What world.ts tells the process that started it.

/** once, when it is there */
export const World = z.object({ github: z.string(), token: z.string() });
export type World = z.infer<typeof World>;

/** what GitHub was asked so far, and charged */
export const Counts = z.object({
  requests: z.int(),
  unchanged: z.int(),
  core: z.int(),
  graphql: z.int(),
});
export type Counts = z.infer<typeof Counts>;
