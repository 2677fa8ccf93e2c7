import { z } from 'zod';

/** The place of a Discord message. */
export const MessagePlace = z.strictObject({ channel: z.string(), message: z.string() });
export type MessagePlace = z.infer<typeof MessagePlace>;
