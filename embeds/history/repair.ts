import { severities } from '../../src/findings/severity.ts';
import type { Severity } from '../../src/findings/severity.ts';
import { epochMs, humanDuration } from '../../src/time/instant.ts';
import { inert } from '../escape.ts';
import { relative } from '../finding/instants.ts';
import { shades } from '../severity.ts';

/** A resolved finding. */
export type Closed = {
  type: string;
  service: string | null;
  machine: string | null;
  severity: Severity;
  first_seen: string;
  resolved_at: string;
};

const NAME_MAX = 90;
const TYPE_MAX = 60;

/** Average seconds from a finding's first sight to the audit that no longer found it, by severity, worst first. */
export function timesToRepair(
  closings: readonly Closed[],
): { severity: Severity; seconds: number; count: number }[] {
  return severities.flatMap((severity) => {
    const own = closings.filter((each) => each.severity === severity);
    if (own.length === 0) return [];
    const seconds = own.reduce((sum, each) => sum + secondsOpen(each), 0) / own.length;
    return [{ severity, seconds, count: own.length }];
  });
}

/** `🔴 critical 2d 4h, from 3 resolved` */
export function repairLines(closings: readonly Closed[]): string[] {
  return timesToRepair(closings).map(
    ({ severity, seconds, count }) =>
      `${shades[severity].dot} ${shades[severity].word} **${humanDuration(seconds)}**, from ${count} resolved`,
  );
}

/** The last `count` resolved findings, newest first: which, how long open, and when resolved. */
export function lastResolvedLines(closings: readonly Closed[], count: number): string[] {
  return closings
    .toSorted((one, other) => epochMs(other.resolved_at) - epochMs(one.resolved_at))
    .slice(0, count)
    .map((closed) => {
      const who = [closed.service, closed.machine].filter((name) => name !== null);
      const what = inert(closed.type.replaceAll('_', ' '), TYPE_MAX);
      const words = [
        who.map((name) => inert(name, NAME_MAX)).join(' on ') || 'fleet',
        what,
        `${relative(closed.resolved_at)} after ${humanDuration(secondsOpen(closed))}`,
      ];
      return `${shades[closed.severity].dot} ${words.join(' · ')}`;
    });
}

/** Never negative, even if a clock was set back. */
function secondsOpen({ first_seen, resolved_at }: Closed): number {
  return Math.max(0, epochMs(resolved_at) - epochMs(first_seen)) / 1000;
}
