import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** The TypeScript files of a folder of the repository and below, as paths from there. */
export function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
}

const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** The program's own files, by their path in the repository. */
export const sources = ['src', 'embeds', 'commands'].flatMap((folder) =>
  filesIn(folder).map((name) => ({ file: join(folder, name), text: read(join(folder, name)) })),
);

/** The tests with their support, by their path below test/. */
export const tests = filesIn('test').map((file) => ({ file, text: read(join('test', file)) }));
