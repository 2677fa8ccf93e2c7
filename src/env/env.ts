import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { EnvKeys } from './env-keys.ts';
import { named } from './named.ts';
import type { Env } from './named.ts';
import { withSecretFiles } from './secret-files.ts';
import { UserError } from '../text/user-error.ts';
import { codeOf } from '../text/error-code.ts';

export type { Env } from './named.ts';

type Source = Record<string, string | undefined>;

/**
 * Reads the environment and the file `.env` of the working directory, which never overrides the environment. An
 * empty value counts as not set.
 * @throws UserError a line for each key that cannot be used, with the cure; never a value
 */
export function readEnv(source: Source = fromProcess()): Env {
  const problems: string[] = [];
  const values = withSecretFiles(source, problems);
  const parsed = EnvKeys.safeParse(values);
  for (const issue of parsed.error?.issues ?? []) problems.push(`${String(issue.path[0])}: ${issue.message}`);
  if (!parsed.success || problems.length > 0) throw new UserError([...new Set(problems)].join('\n'));
  return named(parsed.data, source);
}

/** Where the manifest is, also where the rest of the environment is broken. */
export function manifestPathIn(source: Source = fromProcess()): string {
  return source['MANIFEST_PATH']?.trim() || EnvKeys.shape.MANIFEST_PATH.parse(undefined);
}

function fromProcess(): Source {
  return { ...readEnvFile('.env'), ...process.env };
}

/** What a file of settings says, unchecked; nothing where it is not there. @throws UserError where it cannot be read */
export function readEnvFile(path: string): Source {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {};
    throw new UserError(
      `${path}: cannot be read (${codeOf(error) ?? 'unknown error'}): make it a file that this user may read`,
    );
  }
}
