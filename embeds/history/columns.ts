import { layers } from './chart.ts';
import type { Chart, Counts, Span } from './chart.ts';

/** Adjacent columns of the picture that show the same. `counts` is null in a gap. */
export type Run = { first: number; columns: number; counts: Counts | null };

/** The share of the width for the newest audit, which otherwise would have none. */
const NEWEST = 0.04;
/** The axis shows at least a week, so that a few audits of one day do not look like a month. */
const LEAST_MS = 7 * 86_400_000;

/** The time that the picture shows: a week or more, with room for the newest audit at its end. */
export function shownSpan({ from, until }: Span): Span {
  const length = Math.max(until - from, LEAST_MS);
  return { from: until - length, until: until + (length * NEWEST) / (1 - NEWEST) };
}

/**
 * The chart in columns of equal time. Each column shows the worst of its time, compared severity by severity, so that
 * one bad hour in months stays visible. A column is a gap only if no audit ran in all of its time.
 */
export function runsOf(chart: Chart, columns: number): Run[] {
  const span = shownSpan(chart);
  const cells: (Counts | null | undefined)[] = Array.from({ length: columns }, () => undefined);
  const columnOf = (at: number) => {
    const column = Math.floor(((at - span.from) / (span.until - span.from)) * columns);
    return Math.min(columns - 1, Math.max(0, column));
  };
  for (const gap of chart.gaps) cells.fill(null, columnOf(gap.from), columnOf(gap.until) + 1);
  // Gaps are drawn first, so that observed times go over them.
  for (const step of chart.steps) {
    const until = step.until === chart.until ? span.until : step.until;
    const first = columnOf(step.from);
    const last = Math.max(first, columnOf(until - 1));
    for (let column = first; column <= last; column += 1) {
      cells[column] = worse(cells[column] ?? null, step.counts);
    }
  }
  return joined(cells);
}

function worse(one: Counts | null, other: Counts): Counts {
  if (one === null) return other;
  const layer = layers.find((each) => one[each] !== other[each]);
  return layer !== undefined && one[layer] > other[layer] ? one : other;
}

function joined(cells: (Counts | null | undefined)[]): Run[] {
  const runs: Run[] = [];
  for (const [first, counts] of cells.entries()) {
    if (counts === undefined) continue;
    const before = runs.at(-1);
    if (before && before.counts === counts && before.first + before.columns === first) before.columns += 1;
    else runs.push({ first, columns: 1, counts });
  }
  return runs;
}
