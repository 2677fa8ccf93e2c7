import { distance } from 'fastest-levenshtein';

/** Names that `name` may be a typo of, nearest first: at most three. */
export function nearest(name: string, names: Iterable<string>): string[] {
  const wanted = name.slice(0, 100).toLowerCase();
  const scored: { candidate: string; score: number }[] = [];
  for (const candidate of new Set(names)) {
    const score = scoreOf(wanted, candidate.toLowerCase());
    if (score !== null) scored.push({ candidate, score });
  }
  return scored
    .sort((one, other) => one.score - other.score)
    .slice(0, 3)
    .map((entry) => entry.candidate);
}

/** Below 1: one is part of the other; else the edit distance; null: too different. */
function scoreOf(wanted: string, candidate: string): number | null {
  if (wanted === candidate) return 0;
  if (wanted.length >= 2 && candidate.startsWith(wanted)) return 0.5;
  if (wanted.length >= 3 && candidate.includes(wanted)) return 0.7;
  if (candidate.length >= 3 && wanted.includes(candidate)) return 0.9;
  const edits = distance(wanted, candidate);
  return edits <= Math.max(1, Math.floor(Math.max(wanted.length, candidate.length) / 3)) ? edits : null;
}

/** ` — did you mean a or b?`, or nothing. */
export function didYouMean(name: string, names: Iterable<string>): string {
  const near = nearest(name, names);
  if (near.length === 0) return '';
  return ` — did you mean ${near.join(', ').replace(/, ([^,]*)$/, ' or $1')}?`;
}
