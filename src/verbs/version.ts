import { fileURLToPath } from 'node:url';
import { ownRelease } from '../bot/own-release.ts';
import { ownRevision } from '../bot/own-revision.ts';
import { write } from './write.ts';

const root = new URL('../..', import.meta.url);

/** `driftwatch --version`: the release, and the commit where it is known. @returns the exit code */
export async function version(): Promise<number> {
  const release = await ownRelease();
  const revision = await ownRevision(fileURLToPath(root));
  write(`${release}${revision === null ? '' : ` (${revision})`}\n`);
  return 0;
}
