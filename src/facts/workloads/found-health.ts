import type { HealthBody } from '../health-answer.ts';

/** An answer that passes for a health answer. */
export type FoundHealth = { url: URL; status: number; body: HealthBody; rank: number };
