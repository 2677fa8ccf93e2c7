import type { HealthStatement } from '../../../facts/health-answer.ts';

/** In a longer text, only marked statements count. */
const LONGEST_WORDS = 100;
const MOST_LINES = 200;

const KEY = String.raw`(status|state|health|healthy|ok|success)`;
const VALUE = String.raw`("[^"\n]{0,100}"|'[^'\n]{0,100}'|[\w.-]{1,40})`;

/** `status: DOWN`, `ok=false`, alone in its line. */
const keyed = new RegExp(String.raw`^[-*\s]{0,8}${KEY}\s{0,4}[:=]\s{0,4}${VALUE}[,;]?\s*$`, 'i');
/** `db: up, cache: down` */
const pairs = /^[\w.-]{1,40}\s*[:=]\s*[\w.-]{1,40}(?:[\s,;|]+[\w.-]{1,40}\s*[:=]\s*[\w.-]{1,40})+$/;
const pair = /([\w.-]{1,40})\s*[:=]\s*([\w.-]{1,40})/g;
/** Kubernetes: `[+]ping ok` and `[-]etcd failed: reason withheld` */
const marked = /^\[([+-])\](\S{1,80}) (\w+)/;
/** `database: FAILED (timeout)`, `ring => Running`, `emqx is not_running`: only as one of several such lines */
const listed =
  /^(.{1,80}?)(?:\s*(?:=>|->|[:=])|\s+is)\s*(ok|okay|pass(?:ed|ing)?|fail(?:ed|ing|ure)?|up|down|error|(?:not[ _])?running|stopp(?:ed|ing)|start(?:ed|ing)|new|(?:un)?healthy|working|(?:un)?available|terminated|degraded|warn(?:ing)?|disabled|skipped)(?![\w-])/i;
/** The first line of what a program prints as it fails, with its word. */
const crash =
  /^(?:(traceback) \(most recent call last\)|((?:php )?(?:fatal )?error|fatal|panic|exception)|(?:[\w$]+\.)*([A-Z]\w*(?:Exception|Error)))\s*:/i;
/** A date, a version or a large number alone says nothing, as an empty body does. */
const bare = /^"?(?:v?\d+(?:\.\d+)+[\w.+-]*|\d{4}-\d\d-\d\d(?:[T ][\d:.]+\s?(?:Z|[+-][\d:]+)?)?|\d{4,})"?$/;
/** of JSON that was cut off, of a dict as Python prints it, of XML */
const inside = new RegExp(String.raw`["']?\b${KEY}["']?\s{0,4}[:=]\s{0,4}${VALUE}`, 'gi');

/** What a text says about its state. A short one is a statement as a whole. */
export function readTextSaid(text: string): HealthStatement[] {
  const trimmed = text.trim();
  if (trimmed === '' || !isText(trimmed) || bare.test(trimmed)) return [];
  if (/^[[{<]/.test(trimmed) && !marked.test(trimmed)) return insideOf(trimmed);
  if (trimmed.length <= LONGEST_WORDS && pairs.test(trimmed)) return pairsOf(trimmed);
  const lines = trimmed
    .slice(0, 20_000)
    .split(/\r\n|\r|\n/, MOST_LINES)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const found = lines.flatMap(lineSaid);
  if (found.length > 0) return found;
  const list = lines.length > 1 ? lines.map((line) => listed.exec(line)) : [];
  if (list.length > 0 && list.every((each) => each !== null))
    return list.map(([, at = '', value = '']) => ({ at, value, kind: 'check', part: true }));
  const whole = trimmed.length <= LONGEST_WORDS ? trimmed : (lines[0] ?? '');
  const isLong = lines.length > 1 || trimmed.length > LONGEST_WORDS;
  const failed = isLong ? crash.exec(lines[0] ?? '') : null;
  if (failed) return [{ at: '', value: failed.slice(1).find(Boolean) ?? '', kind: 'check', part: false }];
  if (
    whole.length > LONGEST_WORDS ||
    (lines.length > 1 && whole.split(/\s+/).length > 3 && whole !== trimmed)
  )
    return [];
  if (/[{}<>=]/.test(whole)) return [];
  const kind = whole === trimmed ? 'state' : 'check';
  return [{ at: '', value: unquoted(whole), kind, part: false }];
}

/** The few words that a web page shows, such as `OK`; null if it shows more, or none. */
export function wordsOfPage(html: string): string | null {
  const shown = html
    .slice(0, 20_000)
    .replaceAll(/<!--[^]*?-->/g, ' ')
    .replaceAll(/<(head|script|style|noscript|template|title|svg)\b[^]*?<\/\1\s*>/gi, ' ')
    .replaceAll(/<[^<>]*>/g, ' ')
    .replaceAll(/&(?:nbsp|#160);/gi, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (shown === '') return colourOf(html);
  // Apache's own page: of the service it says nothing
  if (/^it works!?$/i.test(shown)) return null;
  return shown !== '' && shown.length <= 60 && isText(shown) && !/[<>]/.test(shown) ? shown : null;
}

/** A page that is nothing but a colour, as Rails answers. */
function colourOf(html: string): string | null {
  const body = /<body[^>]{0,200}\bbackground(?:-color)?\s*:\s*(green|red)\b[^>]{0,200}>\s*<\/body>/i;
  return body.exec(html.slice(0, 20_000))?.[1] ?? null;
}

function lineSaid(line: string): HealthStatement[] {
  const named = keyed.exec(line);
  if (named) return [statementOf(named[1] ?? '', named[2] ?? '', false)];
  const mark = marked.exec(line);
  return mark
    ? [{ at: mark[2] ?? '', value: mark[1] === '+' ? 'ok' : 'failed', kind: 'check', part: true }]
    : [];
}

function pairsOf(text: string): HealthStatement[] {
  return [...text.matchAll(pair)].map(([, key = '', value = '']) =>
    keyed.test(`${key}: ${value}`)
      ? statementOf(key, value, false)
      : { at: key, value: unquoted(value), kind: 'check', part: true },
  );
}

/** The first statement is about the whole; later ones may be about anything. */
function insideOf(text: string): HealthStatement[] {
  const found = [...text.slice(0, 20_000).matchAll(inside)].slice(0, MOST_LINES);
  return found.map(([, key = '', value = ''], index) => statementOf(key, value, index > 0));
}

function statementOf(key: string, value: string, part: boolean): HealthStatement {
  const isFlag = /^(?:healthy|ok|success)$/i.test(key);
  return { at: key, value: unquoted(value), kind: isFlag ? 'flag' : 'state', part };
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/s.exec(text)?.[2] ?? text;
}

/** Binary data says nothing. */
function isText(text: string): boolean {
  const start = text.slice(0, 20_000).replaceAll(/\s/g, ' ');
  return !/[\p{Cc}\uFFFD]/u.test(start);
}
