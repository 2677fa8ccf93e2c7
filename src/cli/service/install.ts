import { lstat, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { call } from '../../clients/http/call.ts';
import { codeOf } from '../../text/error-code.ts';
import { UserError } from '../../text/user-error.ts';
import type { Manager } from './manager.ts';
import { WRITTEN_BY } from './marker.ts';
import type { ServiceSettings } from './service-settings.ts';

export type Installation = {
  manager: Manager;
  /** the text of the packaged file */
  packaged: string;
  /** the bot's own health endpoint, which answers once the bot is ready */
  healthUrl: string;
  write: (text: string) => void;
  /** ms to wait for the bot to be ready */
  patienceMs?: number;
};

/**
 * Writes the manager's file, starts the bot, and waits until it is ready.
 * @returns the exit code: 0 it runs, 1 it ended or is not ready. @throws UserError if somebody else's file is in the way
 */
export async function installService(place: ServiceSettings, installation: Installation): Promise<0 | 1> {
  const { manager, packaged, write } = installation;
  await ownFile(manager.path);
  // Written atomically: a manager that reads half a file would run something else.
  const unfinished = `${manager.path}.driftwatch-new`;
  await writeFile(unfinished, manager.text(packaged, place), { mode: 0o644 });
  await rename(unfinished, manager.path);
  write(`Written: ${manager.path}. Driftwatch runs as ${place.user}, in ${place.folder}.\n`);
  await manager.start().catch((error: Error) => {
    throw new UserError(`${manager.name} cannot start it: ${firstLine(error)}`);
  });
  const { isReady, outcome } = await outcomeOf(installation);
  write(`${outcome} The log: ${manager.log(place.folder)}\n`);
  return isReady ? 0 : 1;
}

async function outcomeOf({ manager, healthUrl, patienceMs = 60_000 }: Installation) {
  for (let waited = 0; waited <= patienceMs; waited += 500) {
    const { pid, ended } = await manager.state();
    if (ended !== null) return { isReady: false, outcome: `It ended (${ended}), and is not ready.` };
    // The pid must match, since another program may have the port.
    if (pid !== null && (await pidAt(healthUrl)) === pid)
      return { isReady: true, outcome: 'It is ready, and starts at each boot.' };
    await pause(500);
  }
  return { isReady: false, outcome: 'It runs, but is not ready yet.' };
}

async function pidAt(url: string): Promise<number | null> {
  try {
    const answer: unknown = JSON.parse((await call(url, { timeoutMs: 2000 })).text);
    return z.object({ pid: z.int() }).parse(answer).pid;
  } catch {
    return null;
  }
}

/** Stops the bot and removes the file. Settings, state and journal stay. @returns the exit code */
export async function uninstallService({
  manager,
  write,
}: Pick<Installation, 'manager' | 'write'>): Promise<0> {
  if (!(await ownFile(manager.path))) {
    write(`Nothing to remove: ${manager.path} is not there.\n`);
    return 0;
  }
  await manager.stop().catch((error: Error) => {
    throw new UserError(`${manager.name} cannot stop it: ${firstLine(error)}`);
  });
  await rm(manager.path);
  write(
    `Stopped, and removed ${manager.path}. The settings, the state and the journal stay where they are.\n`,
  );
  return 0;
}

/** Is there a file of ours? @throws UserError if it is somebody else's */
async function ownFile(path: string): Promise<boolean> {
  const found = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (found === null) return false;
  const isOwn = found.isFile() && (await readFile(path, 'utf8')).slice(0, 1000).includes(WRITTEN_BY);
  if (isOwn) return true;
  throw new UserError(`${path} is there, and service install did not write it: move it away first.`);
}

function firstLine(error: Error & { stderr?: string }): string {
  return (error.stderr || error.message).trim().split('\n')[0] ?? '';
}
