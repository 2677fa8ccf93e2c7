import { execFile } from 'node:child_process';
import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const outside = ['node_modules', '.git', 'dist', 'REVISION'];

/**
 * Packs this checkout as `npm pack` does, in a copy, so that nothing of a checkout is changed while others read it.
 * @param revision the commit that the package is to know itself by; null: none
 * @returns the tarball's path
 */
export async function aPackage(folder: string, revision: string | null): Promise<string> {
  const copy = join(folder, 'checkout');
  cpSync('.', copy, { recursive: true, filter: (path) => !outside.includes(path) });
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  if (revision !== null) writeFileSync(join(copy, 'REVISION'), `${revision}\n`);
  const { stdout } = await run('npm', ['pack', '--pack-destination', folder, '--loglevel=error'], {
    cwd: copy,
  });
  return join(folder, stdout.trim().split('\n').at(-1) ?? '');
}
