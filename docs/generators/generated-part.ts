const START = '<!-- from here on generated: npm run docs -->';
const END = '<!-- generated up to here -->';

/** A page whose part below the mark is replaced, up to the mark of its end if the page has one. */
export function withGenerated(page: string, part: string): string {
  const at = page.indexOf(START);
  if (at === -1) throw new Error(`the page holds no line ${START}`);
  const end = page.indexOf(END, at);
  const rest = end === -1 ? '' : `\n\n${page.slice(end)}`;
  return `${page.slice(0, at)}${START}\n\n${part}${rest}`;
}
