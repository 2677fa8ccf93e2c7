import { LineCounter, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import type { Problem } from './problem.ts';

/** Where a problem is: the line of the file, and the name of its service. Null if not known. */
export type Place = { line: number | null; service: string | null };

/** The places of problems in the manifest's text, JSON or YAML. For a path that does not exist: its nearest parent's line. */
export function placesOf(problems: readonly Problem[], text: string): Place[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  return problems.map((problem) => {
    const path = problem.path ?? [];
    const offset = offsetOf(document.contents, path);
    const [section, index] = path;
    const name =
      section === 'services' && typeof index === 'number' ? document.getIn([section, index, 'name']) : null;
    return {
      line: path.length === 0 || offset === null ? null : lines.linePos(offset).line,
      service: typeof name === 'string' ? name : null,
    };
  });
}

function offsetOf(contents: unknown, path: readonly PropertyKey[]): number | null {
  let here: unknown = contents;
  let offset: number | null = null;
  for (const key of path) {
    const next = childOf(here, key);
    if (!next) break;
    here = next.value;
    offset = next.at;
  }
  return offset;
}

function childOf(node: unknown, key: PropertyKey): { value: unknown; at: number | null } | null {
  if (isSeq(node)) {
    const value = node.items[Number(key)];
    return value === undefined ? null : { value, at: startOf(value) };
  }
  if (!isMap(node)) return null;
  const pair = node.items.find((each) => isScalar(each.key) && String(each.key.value) === String(key));
  return pair ? { value: pair.value, at: startOf(pair.key) } : null;
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
