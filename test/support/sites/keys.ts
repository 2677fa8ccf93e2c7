import { parseSiteKeys } from '../../../src/sites/sealing/keys.ts';
import type { SiteKey } from '../../../src/sites/sealing/keys.ts';
import { createHash } from 'node:crypto';

/** A key that is the same in every run. */
export function keyText(name = 'any'): string {
  return createHash('sha256').update(name).digest('base64');
}

export function siteKey(name = 'any'): SiteKey {
  const [key] = parseSiteKeys(keyText(name)) ?? [];
  if (!key) throw new Error('no key');
  return key;
}
