import type { Candidate } from './candidate.ts';
import type { Survey } from '../survey/survey.ts';

/** One line for each program that listens and is not in the draft, with its ports. */
export function leftListeners(
  { listeners, locations }: Survey,
  isOwned: (pid: number) => boolean,
  candidates: readonly Candidate[],
): string[] {
  if (!listeners.ok) return [];
  const units = locations.ok ? locations.value.units : new Map<number, string>();
  const published = new Set(candidates.flatMap((candidate) => candidate.published));
  const left = listeners.value.filter(
    ({ pid, port }) => !published.has(port) && (pid === null || !isOwned(pid)),
  );
  const groups = Map.groupBy(left, ({ pid, process }) => {
    if (pid === null) return null;
    const unit = units.get(pid);
    return unit === undefined ? (process ?? `pid ${pid}`) : `${process ?? `pid ${pid}`} of ${unit}`;
  });
  return [...groups].map(([who, rows]) => {
    const ports = [...new Set(rows.map(({ port }) => port))].toSorted((one, other) => one - other);
    const listed = `${ports.slice(0, 12).join(', ')}${ports.length > 12 ? ` and ${ports.length - 12} more` : ''}`;
    return who === null
      ? `port ${listed}: the SSH user may not see which process listens`
      : `${who} on port ${listed}: a program of the system, or a tool`;
  });
}
