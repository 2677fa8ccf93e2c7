import { epochMs } from '../../src/time/instant.ts';
import { layers, shownChanges } from './chart.ts';
import type { Counts, ServicePast, Span } from './chart.ts';

/** The worst of a time; null: nobody had looked yet. */
export type Cell = (typeof layers)[number] | 'in_sync' | null;
/** One service over the time of the picture, in parts of equal length. */
export type Strip = { name: string; cells: Cell[]; now: Cell };
/** What is drawn, and how many services are left out because there is no room. */
export type Strips = { strips: Strip[]; more: number };

const CELLS = 35;
const SHOWN = 8;

/** The states of services, worst now first, as many as have room. @param pasts by name; what has no past is left out */
export function stripsOf(names: readonly string[], pasts: Record<string, ServicePast>, span: Span): Strips {
  const all = names.flatMap((name) => {
    const past = Object.hasOwn(pasts, name) ? pasts[name] : undefined;
    return past && past.changes.length > 0 ? [stripOf(name, past, span)] : [];
  });
  const sorted = all.toSorted((one, other) => badness(one) - badness(other));
  return { strips: sorted.slice(0, SHOWN), more: Math.max(0, sorted.length - SHOWN) };
}

function stripOf(name: string, past: ServicePast, span: Span): Strip {
  const cells: Cell[] = Array.from({ length: CELLS }, () => null);
  const changes = shownChanges(past);
  const cellOf = (at: number) =>
    Math.min(CELLS - 1, Math.floor(((at - span.from) / (span.until - span.from)) * CELLS));
  for (const [index, { at, counts }] of changes.entries()) {
    const next = changes[index + 1];
    const last = cellOf(next ? epochMs(next.at) - 1 : span.until);
    const state = stateOf(counts);
    for (let cell = Math.max(0, cellOf(epochMs(at))); cell <= last; cell += 1)
      cells[cell] = worse(cells[cell] ?? null, state);
  }
  const newest = changes.at(-1);
  return { name, cells, now: newest ? stateOf(newest.counts) : null };
}

function stateOf(counts: Counts): Cell {
  return layers.find((layer) => counts[layer] > 0) ?? 'in_sync';
}

const ORDER: Cell[] = [...layers, 'in_sync', null];

function worse(one: Cell, other: Cell): Cell {
  return ORDER.indexOf(one) <= ORDER.indexOf(other) ? one : other;
}

/** Small for what is bad now; of two, for what was bad for longer. */
function badness({ cells, now }: Strip): number {
  const bad = cells.filter((cell) => cell !== null && cell !== 'in_sync').length;
  return ORDER.indexOf(now) * CELLS - bad;
}
