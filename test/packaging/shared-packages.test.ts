import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { builtProgram } from '../support/built/program.ts';

/** bytes */
const SMALL = 5000;

it('puts no large package into the program twice', { timeout: 120_000 }, async () => {
  const lib = join(dirname((await builtProgram()).at(-1) ?? ''), 'lib');
  // Two releases of a small package may have the same code.
  const files = readdirSync(lib).filter(
    (name) => name.endsWith('.js') && statSync(join(lib, name)).size > SMALL,
  );
  const alike = Map.groupBy(files, (name) => readFileSync(join(lib, name), 'utf8'));
  expect(files.length).toBeGreaterThan(20);
  expect([...alike.values()].filter((names) => names.length > 1)).toEqual([]);
});
