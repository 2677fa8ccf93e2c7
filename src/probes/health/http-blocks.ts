import { MAX_REDIRECTS, redirectWithin, tooManyRedirects } from '../../clients/http/redirect.ts';

/** The head of one HTTP response. */
export type Head = {
  status: number;
  headers: Record<string, string>;
  /** RFC 9112 allows it: curl and wget accept more than the bot's own client */
  valid: boolean;
};

const STATUS_LINE = /^HTTP\/\d(?:\.\d)? +(\d{3})\b/;

/** Most interim responses of a valid answer. */
const MOST_HEADS = 20;

/**
 * The heads, one after the other, at the start of what `curl --include --location` prints, and the body
 * of the last.
 */
export function readHeads(output: Buffer): { heads: Head[]; body: Buffer } {
  const heads: Head[] = [];
  let rest = output;
  while (heads.length < MOST_HEADS && rest.toString('latin1', 0, 5) === 'HTTP/') {
    const end = endOfHead(rest);
    const head = end === null ? null : readHead(rest.toString('latin1', 0, end).split('\n'));
    if (end === null || !head) break;
    heads.push(head);
    rest = rest.subarray(end);
    // Everything after the answer's head is its body, even if it looks like a head.
    if (head.status >= 200 && head.headers['location'] === undefined) break;
  }
  return { heads, body: rest };
}

/** The index behind the empty line. */
function endOfHead(bytes: Buffer): number | null {
  const ends = ['\n\r\n', '\n\n'].map((line) => ({ at: bytes.indexOf(line), length: line.length }));
  const [first] = ends.filter(({ at }) => at !== -1).sort((one, other) => one.at - other.at);
  return first ? first.at + first.length : null;
}

/** The heads that wget's `-S` prints on its standard error: each line is indented by two blanks. */
export function readServerResponses(lines: string[]): Head[] {
  const blocks: string[][] = [];
  for (const line of lines) {
    if (/^ {2}HTTP\//.test(line)) blocks.push([line.slice(2)]);
    else if (line.startsWith('  ')) blocks.at(-1)?.push(line.slice(2));
  }
  return blocks.map(readHead).filter((head) => head !== null);
}

/**
 * Which of the responses is the answer: the last one, unless a redirect led out of the origin before.
 * @throws HttpError when there were too many redirects
 */
export function answerAmong(heads: Head[], url: URL): { head: Head; isLast: boolean } | null {
  const final = heads.filter(({ status }) => status >= 200);
  const visited = [url];
  for (const [index, head] of final.entries()) {
    const next = redirectWithin(visited.at(-1) ?? url, head.status, head.headers['location']);
    const isLast = index === final.length - 1;
    if (!next || isLast) return { head, isLast };
    visited.push(next);
    if (visited.length > MAX_REDIRECTS + 1) throw tooManyRedirects(visited);
  }
  return null;
}

function readHead([first = '', ...lines]: string[]): Head | null {
  const status = Number(STATUS_LINE.exec(first)?.[1]);
  if (Number.isNaN(status)) return null;
  const headers = new Map<string, string>();
  let valid = /^HTTP\/1\.\d \d{3}(?:\s|$)/.test(first) && !/\r[^]/.test(first);
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const isFolded = /^[\t ]/.test(line);
    // Parsers disagree whether a CR within a line ends it.
    if (/\r[^]/.test(line)) valid = false;
    if (line.trim() !== '' && !isFolded && (colon < 1 || /\s/.test(name))) valid = false;
    if (name === 'content-length' && headers.has(name)) valid = false;
    if (colon < 1 || /\s/.test(name)) continue;
    const value = line.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return { status, headers: Object.fromEntries(headers), valid };
}
