import { lastDue } from '../time/cron-times.ts';
import { parseDuration } from './duration.ts';
import type { Service } from './manifest.ts';

/**
 * The maintenance window of a service that is open at `now` (ms since the epoch), the one that ends last; null: none.
 * @param timezone for windows that name none
 */
export function openWindow(
  service: Pick<Service, 'maintenance'>,
  timezone: string,
  now: number,
): { reason: string; until: number } | null {
  const open = service.maintenance.flatMap(({ cron, duration, timezone: own, reason }) => {
    const opened = lastDue(cron, own ?? timezone, now);
    if (opened === null) return [];
    const until = opened + (parseDuration(duration) ?? 0);
    return until > now ? [{ reason, until }] : [];
  });
  return open.toSorted((one, other) => other.until - one.until)[0] ?? null;
}
