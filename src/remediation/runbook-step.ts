import { z } from 'zod';

/** A step for a person, in words; or a command for the machine's shell. */
export const RunbookStep = z.union([z.string(), z.strictObject({ run: z.string() })]);
export type RunbookStep = z.infer<typeof RunbookStep>;
