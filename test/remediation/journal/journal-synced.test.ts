import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { expect, it, vi } from 'vitest';
import { journalScene } from '../../support/remediation/journal-scene.ts';

/** How often files are written to the disk from here on. */
async function counted() {
  const any = await open('/dev/null');
  const all = Object.getPrototypeOf(any) as FileHandle;
  await any.close();
  const spied = ['datasync', 'sync', 'appendFile'] as const;
  const spies = spied.map((name) => vi.spyOn(all, name));
  return () => Object.fromEntries(spies.map((spy, at) => [spied[at], spy.mock.calls.length]));
}

it('an entry is on the disk before anybody is told, and a new file’s name too', async () => {
  const { open: opened } = await journalScene();
  const journal = opened();
  const count = await counted();
  await journal.append('request', null, {});
  const first = count();
  // The file, and the folder that holds its name.
  expect(first).toMatchObject({ appendFile: 1, datasync: 1, sync: 1 });
  await journal.append('click', null, {});
  expect(count()).toMatchObject({ appendFile: 2, datasync: 2, sync: 1 });
});
