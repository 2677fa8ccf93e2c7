import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ownRevision } from '../bot/own-revision.ts';
import { write } from './write.ts';

const root = new URL('../..', import.meta.url);

/** `driftwatch --version`: the release, and the commit where it is known. @returns the exit code */
export async function version(): Promise<number> {
  const { version: release }: { version: string } = JSON.parse(
    await readFile(new URL('package.json', root), 'utf8'),
  );
  const revision = await ownRevision(fileURLToPath(root));
  write(`${release}${revision === null ? '' : ` (${revision})`}\n`);
  return 0;
}
