/**
 * The whole body of a chunked answer as curl reads it, where lines may end in LF alone and an extension may follow
 * blanks (RFC 9112, 7.1). @param bytes all that the server sent
 * @returns null if it is not chunked, broken or incomplete
 */
export function readChunked(bytes: Buffer): Buffer | null {
  const start = bodyStart(bytes);
  if (start === null || !/\ntransfer-encoding:[^\n]*chunked/i.test(bytes.toString('latin1', 0, start)))
    return null;
  const chunks: Buffer[] = [];
  let at = start;
  for (;;) {
    const end = bytes.indexOf(0x0a, at);
    const [, digits] =
      /^([0-9a-f]{1,8})[\t ]*(?:;[^\n]*)?\r?$/i.exec(bytes.toString('latin1', at, Math.max(at, end))) ?? [];
    if (end === -1 || digits === undefined) return null;
    const size = Number.parseInt(digits, 16);
    if (size === 0) return hasEnd(bytes.toString('latin1', end + 1)) ? Buffer.concat(chunks) : null;
    chunks.push(bytes.subarray(end + 1, end + 1 + size));
    at = end + 1 + size;
    if (bytes[at] === 0x0d) at += 1;
    if (bytes[at] !== 0x0a) return null;
    at += 1;
  }
}

/** After the last chunk: trailers, each with a colon, and an empty line. */
function hasEnd(rest: string): boolean {
  for (const line of rest.split('\n').slice(0, -1)) {
    const text = line.replace(/\r$/, '');
    if (text === '') return true;
    if (!/^[^\s:]+:/.test(text)) return false;
  }
  return false;
}

function bodyStart(bytes: Buffer): number | null {
  const found = /\n\r?\n/.exec(bytes.toString('latin1', 0, 128 * 1024));
  return found ? found.index + found[0].length : null;
}
