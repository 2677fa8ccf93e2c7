import { epochMs } from '../../src/time/instant.ts';
import { layers, shownChanges } from './chart.ts';
import type { Counts, ServicePast, Span } from './chart.ts';

/** The worst state in a time span; null: not observed yet. */
export type Cell = (typeof layers)[number] | 'in_sync' | null;
/** One service over the picture's time span, in equal parts. */
export type Strip = { name: string; cells: Cell[]; now: Cell };
/** The rows, and how many services are left out for lack of room. */
export type Strips = { strips: Strip[]; more: number };

const CELLS = 35;
const SHOWN = 8;

/** Rows for as many services as there is room for, worst first. @param pasts by name; a service without one is left out */
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

/** A sort key: lowest for what is bad now, then for what was bad for longer. */
function badness({ cells, now }: Strip): number {
  const bad = cells.filter((cell) => cell !== null && cell !== 'in_sync').length;
  return ORDER.indexOf(now) * CELLS - bad;
}
