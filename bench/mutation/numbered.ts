import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { mutantsOf } from './mutants.ts';
import type { Mutant } from './mutants.ts';
import { targets } from './targets.ts';

export const root = resolve(import.meta.dirname, '../..');

/** Every file that faults are planted in. */
export function sources(): string[] {
  return filesOf('src').filter((file) => targets.some(({ sources: under }) => file.startsWith(under)));
}

/** TypeScript files that git knows below a folder. */
export function filesOf(folder: string): string[] {
  const files = execFileSync('git', ['ls-files', folder], { cwd: root, encoding: 'utf8' }).split('\n');
  return files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
}

/** The faults of a file, each with a name: `src/remediation/policy.ts:17` is its seventeenth. */
export function numbered(file: string): (Mutant & { id: string })[] {
  const mutants = mutantsOf(file, readFileSync(join(root, file), 'utf8'));
  return mutants.map((mutant, at) => ({ ...mutant, id: `${file}:${at}` }));
}
