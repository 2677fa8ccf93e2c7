/**
 * The text of a body, whatever it was written in: by its byte order mark, else by the zero bytes that UTF-16 leaves in
 * plain words (RFC 4627, 3), else by its content type, else as UTF-8. What does not fit is replaced by U+FFFD.
 */
export function textOf(body: Buffer, contentType: string): string {
  try {
    return new TextDecoder(byteOrder(body) ?? charsetIn(contentType)).decode(body);
  } catch {
    return new TextDecoder().decode(body); // an unknown charset
  }
}

/** Is it not text, or in an unknown encoding? Control characters, or more than a tenth U+FFFD. */
export function isUnreadable(text: string): boolean {
  const start = text.slice(0, 20_000);
  const unread = start.match(/\uFFFD/g)?.length ?? 0;
  return Array.from(start).some(isControl) || unread > start.length / 10;
}

/** White space and the escape character of coloured output also occur in texts. */
function isControl(char: string): boolean {
  return char < ' ' && !'\t\n\v\f\r\x1B'.includes(char);
}

function byteOrder(body: Buffer): string | null {
  const [first, second, third, fourth] = body;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (body.length < 2) return null;
  if (isPlain(first) && second === 0 && (fourth === undefined || (isPlain(third) && fourth === 0)))
    return 'utf-16le';
  if (first === 0 && isPlain(second) && (fourth === undefined || (third === 0 && isPlain(fourth))))
    return 'utf-16be';
  return null;
}

function isPlain(byte: number | undefined): boolean {
  return byte !== undefined && (byte === 9 || byte === 10 || byte === 13 || (byte >= 0x20 && byte < 0x7f));
}

function charsetIn(contentType: string): string {
  return /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType)?.[1] ?? 'utf-8';
}
