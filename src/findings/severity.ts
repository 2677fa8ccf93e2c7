import { z } from 'zod';

/** Worst first. */
export const severities = ['CRITICAL', 'HIGH', 'LOW'] as const;
export const Severity = z.enum(severities);
export type Severity = z.infer<typeof Severity>;
