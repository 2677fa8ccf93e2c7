import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Dockerd } from '../servers/dockerd.ts';
import { testFolder } from '../machines/folder.ts';
import { addProgram } from './base-image.ts';

const ACCOUNTS = 'root:x:0:0:root:/:/bin/sh\nnode:x:1000:1000::/:/bin/sh\n';

/**
 * An image of nothing but programs of this machine, each at the path that it is given there: no registry is asked.
 * @param changes lines of a Dockerfile, as `docker import --change` takes them
 */
export async function programsImage(
  engine: Dockerd,
  name: string,
  programs: Record<string, string>,
  changes: string[],
): Promise<string> {
  const folder = await testFolder();
  const root = join(folder, 'root');
  for (const [to, from] of Object.entries(programs)) addProgram(root, from, to);
  for (const each of ['etc', 'tmp', 'data']) mkdirSync(join(root, each), { recursive: true });
  chmodSync(join(root, 'tmp'), 0o1777);
  writeFileSync(join(root, 'etc/passwd'), ACCOUNTS);
  const archive = join(folder, 'root.tar');
  const owner = ['--owner=1000', '--group=1000'];
  await promisify(execFile)('tar', ['--create', '--file', archive, ...owner, '--directory', root, '.']);
  rmSync(root, { recursive: true });
  const tag = `${engine.prefix}-${name}`;
  await engine.docker('import', ...changes.flatMap((line) => ['--change', line]), archive, tag);
  return tag;
}
