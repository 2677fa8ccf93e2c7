import { z } from 'zod';

/** What a person does, in words; or what they run in the machine's shell. */
export const RunbookStep = z.union([z.string(), z.strictObject({ run: z.string() })]);
export type RunbookStep = z.infer<typeof RunbookStep>;
