import { fileURLToPath } from 'node:url';
import { driftwatchRelease } from '../bot/driftwatch-release.ts';
import { driftwatchRevision } from '../bot/driftwatch-revision.ts';
import { write } from './write.ts';

const root = new URL('../..', import.meta.url);

/** `driftwatch --version`: the release, and the commit if known. @returns the exit code */
export async function version(): Promise<number> {
  const release = await driftwatchRelease();
  const revision = await driftwatchRevision(fileURLToPath(root));
  write(`${release}${revision === null ? '' : ` (${revision})`}\n`);
  return 0;
}
