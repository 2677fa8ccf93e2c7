import { stat } from 'node:fs/promises';
import type { Check } from '../check.ts';
import { ok, warning } from '../result.ts';
import type { Line } from '../result.ts';

/** 16 random bytes in hexadecimal are 32 characters; secrets that people make up are shorter. */
const LEAST_LENGTH = 20;
const LEAST_VARIETY = 8;

/** Anybody who guesses one of these can start audits; anybody who reads .env has them all. */
export const secrets: Check = {
  name: 'secrets',
  async examine({ env }) {
    return [
      ...strength('TRIGGER_TOKEN', env.triggerToken),
      ...strength('GITHUB_WEBHOOK_SECRET', env.githubWebhookSecret),
      ...(await readableBy('.env')),
    ];
  },
};

function strength(key: string, secret: string | null): Line[] {
  if (secret === null) return [];
  if (secret.length >= LEAST_LENGTH && new Set(secret).size >= LEAST_VARIETY)
    return [ok(key, 'strong enough')];
  const detail = `${secret.length} characters, ${new Set(secret).size} of them different, are easy to guess`;
  return [warning(key, detail, 'Set what `openssl rand -hex 32` prints, here and at the caller.')];
}

async function readableBy(path: string): Promise<Line[]> {
  const mode = await stat(path).then(
    (found) => found.mode & 0o777,
    () => null,
  );
  if (mode === null || (mode & 0o077) === 0) return [];
  const detail = `other users of this computer may read it (mode ${mode.toString(8)})`;
  return [warning(path, detail, `Run: chmod 600 ${path}`)];
}
