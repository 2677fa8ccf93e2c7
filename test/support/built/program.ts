import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { inject } from 'vitest';

const root = join(import.meta.dirname, '../../..');

/**
 * The program as it is installed, built once a run: it starts in a third of the processor time that its sources take,
 * which run where vitest was started without that set up (bench/mutation), and without vitest (docs:screenshot).
 * @returns what to give to Node before the program's own arguments
 * @throws with what the build said where it failed
 */
export async function builtProgram(): Promise<string[]> {
  const folder = process.env['VITEST'] === undefined ? undefined : inject('built');
  if (folder === undefined) return [join(root, 'src/main.ts')];
  const [dist, failure] = [join(folder, 'dist'), join(folder, 'failure')];
  if (isFirst(join(folder, 'building')))
    await build(dist).catch((error: unknown) => writeFileSync(failure, String(error)));
  while (!existsSync(dist)) {
    if (existsSync(failure)) throw new Error(`The build failed: ${readFileSync(failure, 'utf8')}`);
    await pause(100);
  }
  return ['--enable-source-maps', join(dist, 'main.js')];
}

async function build(dist: string): Promise<void> {
  const half = `${dist}.new`;
  await promisify(execFile)(process.execPath, [join(root, 'packaging/build.ts'), half], { cwd: root });
  renameSync(half, dist);
}

function isFirst(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}
