import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder of this run, where the first test that starts the program builds it. */
    built?: string;
  }
}

const root = join(import.meta.dirname, '../../..');

/** Makes the folder of what all tests of a run share. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'driftwatch-built-'));
  for (const name of ['package.json', 'node_modules']) symlinkSync(join(root, name), join(folder, name));
  project.provide('built', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
