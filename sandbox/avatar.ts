const COLOURS = ['#5865f2', '#3ba55c', '#eb459e', '#faa61a', '#ed4245'];

/** A round initial as a data URI: the page makes no outside requests. */
export function avatar(name: string): string {
  const initial = /^[a-z]/i.exec(name)?.[0] ?? '?';
  const colour = COLOURS[initial.charCodeAt(0) % COLOURS.length] ?? '#5865f2';
  const text = `<text x="40" y="53" font-family="sans-serif" font-size="38" font-weight="600" fill="#fff" text-anchor="middle">${initial}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80"><rect width="80" height="80" fill="${colour}"/>${text}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
