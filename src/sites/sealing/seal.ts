import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRaw, deflateRawSync, inflateRaw, inflateRawSync } from 'node:zlib';
import { codeOf } from '../../text/error-code.ts';
import type { Refusal } from './refusal.ts';
import type { SiteKey } from './keys.ts';

/**
 * What a text is sealed for: it opens for the same words alone. `answers`: of an answer, the nonce of the request that
 * it answers, so that an old answer does not open for a new request.
 */
export type Sealed = { site: string; job: string; answers: string | null };

/** Bytes. A machine with 300 processes has 9 kB sealed, and 55 kB opened (docs/sites.md). */
export const SEALED_BYTES = 2 * 2 ** 20;
export const OPENED_BYTES = 8 * 2 ** 20;

const VERSION = 'dw1';
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** The fastest: what machines print repeats itself, and the next level takes 30 % longer for 2 % less. */
const level = 1;
const deflated = promisify(deflateRaw);
const inflated = promisify(inflateRaw);

/** Bytes that are packed or unpacked on the spot: below that another thread costs more than the work. */
const ON_THE_SPOT = 512 * 2 ** 10;
const UNPACKED_ON_THE_SPOT = 32 * 2 ** 10;
/** Most answers fit into one such piece; from smaller ones zlib puts them together in twice the time. */
const chunkSize = 64 * 2 ** 10;

/** Seals a value: see sealText. */
export async function seal(value: unknown, for_: Sealed, key: SiteKey, now: number): Promise<string> {
  return await sealText(JSON.stringify(value), for_, key, now);
}

/**
 * Seals a value that was written as JSON with AES-256-GCM: `dw1.<key id>.<ms since the epoch>.<nonce and ciphertext and tag>`. All that is in the
 * clear, and what it is sealed for, is authenticated. Each job has a key of its own, by HKDF: no nonce comes twice.
 */
export async function sealText(
  text: string,
  for_: Sealed,
  { id, secret }: SiteKey,
  now: number,
): Promise<string> {
  const head = `${VERSION}.${id}.${now}`;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(secret, for_), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(head, for_));
  const isSmall = text.length <= ON_THE_SPOT;
  const packed = isSmall ? deflateRawSync(text, { level }) : await deflated(text, { level });
  const parts = [nonce, cipher.update(packed), cipher.final(), cipher.getAuthTag()];
  return `${head}.${Buffer.concat(parts).toString('base64url')}`;
}

export type Opened = { ok: true; value: unknown; sealed_at: number } | { ok: false; refusal: Refusal };

/** Opens what `seal` made, with whichever key it names. Never throws: whatever else it is given is refused. */
export async function open(text: unknown, for_: Sealed, keys: readonly SiteKey[]): Promise<Opened> {
  if (typeof text !== 'string') return refused('malformed');
  if (text.length > SEALED_BYTES) return refused('too_large');
  const [, version, id, time = '', body = ''] =
    /^(dw\d{1,4})\.([0-9a-f]{8})\.(\d{1,15})\.([A-Za-z0-9_-]+)$/.exec(text) ?? [];
  if (version === undefined) return refused('malformed');
  if (version !== VERSION) return refused('version');
  const key = keys.find((each) => each.id === id);
  if (!key) return refused('key');
  const bytes = Buffer.from(body, 'base64url');
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) return refused('malformed');
  const packed = decrypted(bytes, `${version}.${id}.${time}`, for_, key.secret);
  if (packed === null) return refused('tampered');
  try {
    const limit = { maxOutputLength: OPENED_BYTES, chunkSize };
    const isSmall = packed.length <= UNPACKED_ON_THE_SPOT;
    const opened = isSmall ? inflateRawSync(packed, limit) : await inflated(packed, limit);
    const value: unknown = JSON.parse(opened.toString('utf8'));
    return { ok: true, value, sealed_at: Number(time) };
  } catch (error) {
    return refused(codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'malformed');
  }
}

function decrypted(bytes: Buffer, head: string, for_: Sealed, secret: KeyObject): Buffer | null {
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, keyOf(secret, for_), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(head, for_));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}

/**
 * Requests and answers have different keys: neither passes for the other. A KeyObject takes half of the time that the same
 * bytes take.
 */
function keyOf(secret: KeyObject, { site, job, answers }: Sealed): KeyObject {
  const info = `driftwatch ${answers === null ? 'request' : 'answer'} ${site}`;
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, job, info, KEY_BYTES)));
}

function boundTo(head: string, { site, job, answers }: Sealed): Buffer {
  return Buffer.from(JSON.stringify([head, site, job, answers]));
}

function refused(refusal: Refusal): Opened {
  return { ok: false, refusal };
}
