import { z } from 'zod';

/** Where a message of Discord is. */
export const MessagePlace = z.strictObject({ channel: z.string(), message: z.string() });
export type MessagePlace = z.infer<typeof MessagePlace>;
