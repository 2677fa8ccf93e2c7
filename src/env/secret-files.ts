import { readFileSync } from 'node:fs';
import { codeOf } from '../text/error-code.ts';
import { EnvKeys, secretKeys } from './env-keys.ts';

type Source = Record<string, string | undefined>;

/** The keys that are set, those of secret files too. @param problems gets a line for each that cannot be read */
export function withSecretFiles(source: Source, problems: string[]): Source {
  const values: Source = {};
  for (const key of Object.keys(EnvKeys.shape)) {
    // spaces around a passphrase may be part of it
    const value = key === 'SSH_KEY_PASSPHRASE' ? source[key] : source[key]?.trim();
    if (value) values[key] = value;
  }
  for (const key of secretKeys) {
    const path = source[`${key}_FILE`]?.trim();
    if (!path) continue;
    if (values[key] !== undefined)
      problems.push(`${key}: is set together with ${key}_FILE: remove one of them`);
    const secret = secretIn(EnvKeys.shape.MANIFEST_PATH.parse(path), `${key}_FILE`, problems);
    if (secret !== null) values[key] = key === 'SSH_KEY_PASSPHRASE' ? secret : secret.trim();
  }
  return values;
}

function secretIn(path: string, key: string, problems: string[]): string | null {
  try {
    const secret = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    if (secret.trim() !== '') return secret;
    problems.push(`${key}: the file is empty: write the secret into it`);
  } catch (error) {
    problems.push(
      `${key}: the file cannot be read (${codeOf(error) ?? 'unknown error'}): name one that this user may read`,
    );
  }
  return null;
}
