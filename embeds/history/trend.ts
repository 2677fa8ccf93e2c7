import { relative } from '../finding/instants.ts';
import { shades } from '../severity.ts';
import { layers } from './chart.ts';
import type { Counts, Point } from './chart.ts';

/** The newest audit is compared with the average of this many. */
const BEFORE = 10;
/** An average is rarely a whole number: a smaller difference than this is no change. */
const AS_USUAL = 0.5;

/** Changes from the previous audit to the newest: `🔴 critical 2 → 0 ▼`. Empty if there is only one. */
export function auditLines(points: readonly Point[]): string[] {
  const newest = points.at(-1);
  const before = points.at(-2);
  if (!newest || !before) return [];
  const words = moved(before.counts, newest.counts) ?? 'no change';
  return [`Since the previous audit, ${relative(before.at)}: ${words}`];
}

/** The last change in a service's findings. Empty if there was none. */
export function changeLines(points: readonly Point[]): string[] {
  const newest = points.at(-1);
  const before = points.at(-2);
  if (!newest || !before) return [];
  return [`Last change ${relative(newest.at)}: ${moved(before.counts, newest.counts) ?? 'no change'}`];
}

/** The newest audit compared with the average of those before. Empty with fewer than two of them. */
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
  const words = moved(averages, newest.counts, AS_USUAL) ?? 'about as usual';
  return [`Compared with the average of the ${before.length} audits before: ${words}`];
}

/** Null if no count changed by at least `least`. */
function moved(before: Counts, now: Counts, least = 1): string | null {
  const words = layers.flatMap((layer) => {
    if (Math.abs(now[layer] - before[layer]) < least) return [];
    const { dot, word } = shades[layer];
    const was = Math.round(before[layer] * 10) / 10;
    return [`${dot} ${word} ${was} → ${now[layer]} ${now[layer] > before[layer] ? '▲' : '▼'}`];
  });
  return words.length > 0 ? words.join(', ') : null;
}
