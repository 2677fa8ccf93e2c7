import type { Audit, Counts } from '../../../../embeds/history/chart.ts';
import { isoInstant } from '../../../../src/time/instant.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const start = Date.parse('2026-03-01T00:00:00.000Z');

export const none: Counts = { CRITICAL: 0, HIGH: 0, LOW: 0, unknown: 0 };

/** A scheduled audit of everything. @param at ms since the epoch */
export function anAudit(at: number, counts: Partial<Counts> = {}, over: Partial<Audit> = {}): Audit {
  return { at: isoInstant(at), trigger: 'schedule', whole: true, counts: { ...none, ...counts }, ...over };
}

/** @param at ms since the epoch */
export function aChange(at: number, ...counts: [number, number, number, number]) {
  return { at: isoInstant(at), counts };
}
