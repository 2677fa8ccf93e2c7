import type { Line } from './result.ts';

const NAMED = 3;

/** One line per cause: subjects with the same problem share a line, in the place of the first. */
export function mergeLines(lines: readonly Line[], isShared: (line: Line) => boolean): Line[] {
  const keyOf = (line: Line, at: number) =>
    line.cure !== null && isShared(line) ? JSON.stringify([line.status, line.detail, line.cure]) : String(at);
  const groups = new Map<string, Line[]>();
  for (const [at, line] of lines.entries()) {
    const key = keyOf(line, at);
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const named = group.slice(0, NAMED).map(({ subject }) => subject);
    const more = group.length > NAMED ? ` and ${group.length - NAMED} more` : '';
    return [{ ...first, subject: named.join(', ') + more }];
  });
}
