import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/clients/make-folder.ts';
import { testFolder } from '../support/machines/folder.ts';

describe('makeFolder', () => {
  it('makes what is missing, and has nothing against what is there', async () => {
    const path = join(await testFolder(), 'a', 'b', 'c');
    makeFolder(path, 0o700);
    makeFolder(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  it('says so where a file is in the way', async () => {
    const file = join(await testFolder(), 'file');
    writeFileSync(file, '');
    expect(() => makeFolder(join(file, 'a', 'b'))).toThrow(/ENOTDIR/);
    expect(() => makeFolder(file)).toThrow(/EEXIST/);
  });

  it.skipIf(!existsSync('/proc'))('ends below /proc, where nothing can be made', () => {
    expect(() => makeFolder('/proc/nope/a')).toThrow(/ENOENT/);
  });
});
