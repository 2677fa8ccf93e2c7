import { relative } from '../finding/instants.ts';
import { shades } from '../severity.ts';
import { layers } from './chart.ts';
import type { Counts, Point } from './chart.ts';

/** The newest audit is compared with the average of this many. */
const BEFORE = 10;
/** An average is hardly ever a whole number: what is nearer to it than this has not moved. */
const AS_USUAL = 0.5;

/** What moved from the audit before to the newest: `🔴 critical 2 → 0 ▼`. Empty for a single one. */
export function auditLines(points: readonly Point[]): string[] {
  const newest = points.at(-1);
  const before = points.at(-2);
  if (!newest || !before) return [];
  const words = moved(before.counts, newest.counts) ?? 'no change';
  return [`Since the previous audit, ${relative(before.at)}: ${words}`];
}

/** The last change of what was found on a service. Empty where it has not changed. */
export function changeLines(points: readonly Point[]): string[] {
  const newest = points.at(-1);
  const before = points.at(-2);
  if (!newest || !before) return [];
  return [`Last change ${relative(newest.at)}: ${moved(before.counts, newest.counts) ?? 'no change'}`];
}

/** The newest audit against the average of those before. Empty where that would be the one before, and no average. */
export function averageLines(points: readonly Point[]): string[] {
  const newest = points.at(-1);
  const before = points.slice(0, -1).slice(-BEFORE);
  if (!newest || before.length < 2) return [];
  const average = (layer: keyof Counts) =>
    before.reduce((sum, { counts }) => sum + counts[layer], 0) / before.length;
  const averages = {
    CRITICAL: average('CRITICAL'),
    HIGH: average('HIGH'),
    LOW: average('LOW'),
    unknown: average('unknown'),
  };
  const words = moved(averages, newest.counts, AS_USUAL) ?? 'as many as usual';
  return [`Against the average of the ${before.length} audits before: ${words}`];
}

/** Null where nothing did, by at least that much. */
function moved(before: Counts, now: Counts, least = 1): string | null {
  const words = layers.flatMap((layer) => {
    if (Math.abs(now[layer] - before[layer]) < least) return [];
    const { dot, word } = shades[layer];
    const was = Math.round(before[layer] * 10) / 10;
    return [`${dot} ${word} ${was} → ${now[layer]} ${now[layer] > before[layer] ? '▲' : '▼'}`];
  });
  return words.length > 0 ? words.join(', ') : null;
}
