/** As wide as the pages that are written by hand. */
const WIDTH = 118;

/** A word, with the whole of a code span: a command stays on one line. */
const WORD = /(?:`[^`]*`|[^\s`])+/g;

/** A paragraph in lines, the first behind `first`, the others as far to the right. */
export function wrapped(text: string, first = ''): string {
  const indent = ' '.repeat(first.length);
  const lines: string[] = [];
  for (const [word] of text.matchAll(WORD)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= WIDTH) lines.splice(-1, 1, `${line} ${word}`);
    else lines.push((lines.length === 0 ? first : indent) + word);
  }
  return lines.join('\n');
}
