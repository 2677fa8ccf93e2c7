import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/findings/catalogue.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtemp(join(tmpdir(), 'catalogue-'));
afterAll(async () => await rm(await folder, { recursive: true, force: true }));

/** What the compiler says of a type that the catalogue would be given. */
async function compiled(entry: Record<string, unknown>): Promise<string> {
  const file = join(await folder, 'planted.mts');
  await writeFile(
    file,
    `import type { CatalogueEntry } from ${JSON.stringify(join(root, 'src/findings/entry.ts'))};
export const planted = { made_up: ${JSON.stringify(entry)} } satisfies Record<string, CatalogueEntry>;
`,
  );
  const options = ['--noEmit', '--strict', '--target', 'es2025', '--module', 'nodenext', '--skipLibCheck'];
  const args = ['--ignoreConfig', ...options, '--allowImportingTsExtensions', '--types', 'node', file];
  try {
    const { stdout } = await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), args, { cwd: root });
    return stdout;
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  }
}

const whole = catalogue.container_missing;

describe('a type of finding', () => {
  it('compiles with all that the catalogue asks for', async () => {
    expect(await compiled({ ...whole })).toBe('');
  });

  it.each(Object.keys(whole))('does not compile without its %s', async (field) => {
    const entry: Record<string, unknown> = { ...whole };
    delete entry[field];
    expect(await compiled(entry)).toContain(`Property '${field}' is missing`);
  });

  it('does not compile where it rests on nothing', async () => {
    expect(await compiled({ ...whole, rests_on: [] })).toContain('error TS');
  });
});
