import { createHash, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A key that a site shares with the bot. `site`: null is every site that has no key of its own. */
export type SiteKey = { site: string | null; id: string; secret: KeyObject };

export const SITE_NAME = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;

const BYTES = 32;
/** Of 32 random bytes fewer than 16 different ones are never seen; of a pattern that somebody typed they are. */
const LEAST_DIFFERENT = 16;

/**
 * The keys of SITE_KEY: `KEY`, or `SITE:KEY` for one site alone, with commas between them. The first of a site seals, all of
 * them open, so that a key can be changed while both are known. Null where one of them is no key, or a weak one.
 */
export function parseSiteKeys(text: string): SiteKey[] | null {
  const keys = text.split(',').map((entry) => keyOf(entry.trim()));
  return keys.every((key) => key !== null) ? keys : null;
}

function keyOf(entry: string): SiteKey | null {
  const [, site, text = ''] = /^(?:([^:]*):)?([^:]*)$/.exec(entry) ?? [];
  if (site !== undefined && !SITE_NAME.test(site)) return null;
  const secret = secretOf(text);
  if (secret === null || new Set(secret).size < LEAST_DIFFERENT) return null;
  return { site: site ?? null, id: idOf(secret), secret: createSecretKey(secret) };
}

/** 64 hex digits, or base64 of either alphabet. */
function secretOf(text: string): Buffer | null {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const secret = Buffer.from(text, 'base64');
  return secret.length === BYTES ? secret : null;
}

/** Names the key without telling it. */
function idOf(secret: Buffer): string {
  return createHash('sha256').update('driftwatch site key ').update(secret).digest('hex').slice(0, 8);
}

/** The other sites whose own key is also one of this site's: a worker of one can speak for both. */
export function sitesWithKeyOf(keys: readonly SiteKey[], site: string): string[] {
  const own = keys.filter((key) => key.site === site).map(({ id }) => id);
  const shared = keys.flatMap((key) =>
    key.site !== site && own.includes(key.id) ? (key.site ?? 'all others') : [],
  );
  return [...new Set(shared)];
}

/** Those that count for a site, the one that seals first. Where it has its own, the others' are not taken. */
export function keysFor(keys: readonly SiteKey[], site: string): SiteKey[] {
  const own = keys.filter((key) => key.site === site);
  return own.length > 0 ? own : keys.filter((key) => key.site === null);
}
