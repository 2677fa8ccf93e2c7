import { z } from 'zod';

const File = z.strictObject({ name: z.string(), text: z.string() });

/** What waits in the outbox: the post of an alert. What it says is made of the alert when it is sent. */
export const Payload = z.strictObject({
  alert: z.string(),
  /** `answer`: its message is the answer to a command, and only the push is posted, unless that never came */
  as: z.enum(['alert', 'answer']),
  /** whether on-call may be mentioned, if something CRITICAL is still open when it is sent */
  mention: z.boolean(),
  files: z.array(File),
});
export type Payload = z.infer<typeof Payload>;
