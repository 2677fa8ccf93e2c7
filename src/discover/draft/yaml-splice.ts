import { isScalar } from 'yaml';
import type { YAMLMap, YAMLSeq } from 'yaml';

/** A place between two lines, and the indentation for what is inserted there. */
type Place = { offset: number; indent: number };

/** After the last item of a block and its own lines; null if it is not a block. */
export function afterItems(text: string, block: YAMLMap | YAMLSeq): Place | null {
  const token = block.srcToken;
  const end = block.range?.[1];
  if (end === undefined || (token?.type !== 'block-map' && token?.type !== 'block-seq')) return null;
  let offset = lineAfter(text, Math.max(0, end - 1));
  // Comments that are indented further than the items belong to the last of them.
  for (let next = offset; next < text.length;) {
    const line = text.slice(next, lineAfter(text, next));
    next += line.length;
    const [, blanks = '', mark] = /^([ \t]*)(#)?/.exec(line) ?? [];
    if (mark !== undefined && blanks.length > token.indent) offset = next;
    else if (mark !== undefined || line.trim() !== '') break;
  }
  return { offset, indent: token.indent };
}

/** Above a key of the file's top mapping, and above the comments on it. */
export function beforeKey(text: string, root: YAMLMap, name: string): Place | null {
  const key = root.items.map((pair) => pair.key).find((each) => isScalar(each) && each.value === name);
  const start = isScalar(key) ? key.range?.[0] : undefined;
  if (start === undefined) return null;
  let offset = start;
  for (;;) {
    const above = text.lastIndexOf('\n', offset - 2) + 1;
    if (offset === 0 || !text.slice(above, offset).startsWith('#')) return { offset, indent: 0 };
    offset = above;
  }
}

/** Inserts texts at their places, with the file's line ends; null if one has no place. */
export function insertInto(
  text: string,
  places: readonly { at: Place | null; added: string }[],
): string | null {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  let written = text;
  const known = places.flatMap(({ at, added }) => (at ? [{ ...at, added }] : []));
  if (known.length < places.length) return null;
  for (const { offset, indent, added } of known.toSorted((one, other) => other.offset - one.offset)) {
    const before = written.slice(0, offset);
    const lines = added.split('\n').map((line) => (line === '' ? '' : ' '.repeat(indent) + line));
    const gap = before === '' || before.endsWith('\n') ? '' : lineEnd;
    written = before + gap + lines.join(lineEnd) + written.slice(offset);
  }
  return written;
}

/** The start of the line after the one with `offset`. */
function lineAfter(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at === -1 ? text.length : at + 1;
}
