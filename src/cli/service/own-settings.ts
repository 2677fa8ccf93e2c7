import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readEnv, readEnvFile } from '../../env/env.ts';
import { requireKeys } from '../../env/require-keys.ts';
import type { Env } from '../../env/env.ts';
import { readManifest } from '../../inventory/load.ts';
import { stateFile } from '../../text/state-file.ts';
import { UserError } from '../../text/user-error.ts';
import type { ServiceSettings } from './service-settings.ts';

/**
 * The settings of a bot in the working directory. @param journalOf returns the journal's path
 * @throws UserError if the bot would not start here: then nothing is installed
 */
export async function ownSettings(
  program: string,
  journalOf: (env: Env) => string,
): Promise<ServiceSettings & { healthUrl: string }> {
  const folder = await realpath('.');
  // A line break would add a line to the unit.
  if (/\p{Cc}/u.test(folder))
    throw new UserError('The name of this folder has control characters: rename it.');
  const { uid } = statSync('.env', { throwIfNoEntry: false }) ?? { uid: null };
  if (uid === null)
    throw new UserError(
      'There is no .env here. Go to the folder that has it, or write one with driftwatch init.',
    );
  const user = userOf(uid);
  // The shell's variables do not reach a service.
  const env = requireKeys(readEnv(readEnvFile('.env')), 'bot');
  const { problems } = await readManifest(env.manifestPath);
  if (problems !== null) throw new UserError(`${env.manifestPath} has errors: driftwatch check lists them.`);
  if (env.sshKeyPath === null)
    throw new UserError(
      'SSH_KEY_PATH is not set in .env, and a service has no SSH agent. Name the key there.',
    );
  const files = [stateFile(env.stateUrl), journalOf(env)].filter((path) => path !== null);
  const folders = files.map((path) => dirname(resolve(folder, path)));
  const writable = [...new Set(folders)].filter((each) => each !== folder && !each.startsWith(`${folder}/`));
  const command = [process.execPath, await realpath(program)] as const;
  return { command, folder, user, writable, healthUrl: healthUrlOf(env) };
}

function healthUrlOf({ httpHost, httpPort }: Env): string {
  // A server that listens on every address also listens on this one.
  const reached = httpHost === '0.0.0.0' ? '127.0.0.1' : httpHost === '::' ? '::1' : httpHost;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${httpPort}/health`;
}

function userOf(uid: number): string {
  if (uid === 0)
    throw new UserError(
      'The bot runs as the owner of .env, and that is root. Give the folder to another user first: chown -R USER .',
    );
  return execFileSync('id', ['-un', String(uid)], { encoding: 'utf8' }).trim();
}
