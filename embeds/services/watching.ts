import type { WatchState } from '../../src/report/watch-state.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { epochMs, humanDuration, isoInstant } from '../../src/time/instant.ts';
import { member } from '../finding/finding.ts';
import { clock, relative } from '../finding/instants.ts';
import { shades } from '../severity.ts';

/** The state of the watch as a line; empty if it is off. */
export function watchingLines(state: WatchState | null): string[] {
  if (!state) return [];
  const every = humanDuration(state.interval_ms / 1000);
  if (state.stalled)
    return [`${shades.CRITICAL.dot} No watch has finished for ${humanDuration(state.silent_ms / 1000)}`];
  const last = state.last_at === null ? '' : ` · last look ${relative(isoInstant(state.last_at))}`;
  return [`Watched every ${every}${last}`];
}

/**
 * When it began, on a watched service: `last clear 09:30:02 · extra copy started 09:31:07 · seen 09:32:02 · reported 09:32:03`.
 * Null if no watch saw the service without it.
 */
export function timeline({ evidence, first_seen }: Finding): string | null {
  const clear = member(evidence['watched'], 'clear_at');
  if (typeof clear !== 'string') return null;
  const told = member(evidence['watched'], 'told_at');
  return [
    `last clear ${clock(clear)}`,
    ...startedExtra(evidence).map((at) => `extra copy started ${clock(at)}`),
    `seen ${clock(first_seen)}`,
    ...(typeof told === 'string' ? [`reported ${clock(told)}`] : []),
  ].join(' · ');
}

/** When the youngest extra copy started, if the process table says so. */
function startedExtra(evidence: Finding['evidence']): string[] {
  const trees = Array.isArray(evidence['trees']) ? evidence['trees'] : [];
  const starts = trees
    .filter((tree) => member(tree, 'extra') === true)
    .map((tree) => member(tree, 'started_at'))
    .filter((at) => typeof at === 'string');
  return starts.toSorted((one, other) => epochMs(other) - epochMs(one)).slice(0, 1);
}
