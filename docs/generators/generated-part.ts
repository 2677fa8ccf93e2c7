const START = '<!-- from here on generated: npm run docs -->';

/** A page whose part below the mark is replaced. */
export function withGenerated(page: string, part: string): string {
  const at = page.indexOf(START);
  if (at === -1) throw new Error(`the page holds no line ${START}`);
  return `${page.slice(0, at)}${START}\n\n${part}`;
}
