import { readFile } from 'node:fs/promises';

/** The release that package.json names. */
export async function driftwatchRelease(): Promise<string> {
  const { version }: { version: string } = JSON.parse(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  return version;
}
