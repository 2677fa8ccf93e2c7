import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';

type Decoded = { body: Buffer; truncated: boolean };

/**
 * Undoes `content-encoding` (RFC 9110, 8.4: listed in the order in which they were applied). What was cut off in
 * transit is decoded as far as it goes. An encoding that is not known, or in which the bytes are not, leaves them as
 * they came: some servers say `utf-8` there, or compress nothing of what they call gzip.
 * @param maxBytes what would grow beyond this stays as it came, so that a small bomb does not become a large body
 */
export function decodeBody(encoding: string | undefined, raw: Buffer, maxBytes: number): Decoded {
  const applied = (encoding ?? '').toLowerCase().split(',').slice(0, 4);
  let body = raw;
  for (const name of applied.map((part) => part.trim()).reverse()) {
    try {
      body = decodeOnce(name, body, maxBytes);
    } catch (error) {
      return { body: raw, truncated: isTooLarge(error) };
    }
  }
  return { body, truncated: false };
}

function decodeOnce(name: string, bytes: Buffer, maxOutputLength: number): Buffer {
  if (bytes.length === 0) return bytes;
  const flush = { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH };
  if (name === 'gzip' || name === 'x-gzip') return gunzipSync(bytes, flush);
  // RFC 9110 means zlib's format; servers that send the bare stream are as old as the confusion
  if (name === 'deflate') return isZlib(bytes) ? inflateSync(bytes, flush) : inflateRawSync(bytes, flush);
  if (name === 'br') {
    return brotliDecompressSync(bytes, { maxOutputLength, finishFlush: constants.BROTLI_OPERATION_FLUSH });
  }
  if (name === 'zstd') {
    return zstdDecompressSync(bytes, { maxOutputLength, finishFlush: constants.ZSTD_e_flush });
  }
  return bytes;
}

/** RFC 1950, 2.2: the method is 8, and the first two bytes are a multiple of 31. */
function isZlib(bytes: Buffer): boolean {
  const first = bytes[0] ?? 0;
  return (first & 0x0f) === 8 && (first * 256 + (bytes[1] ?? 0)) % 31 === 0;
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
