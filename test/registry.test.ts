import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../commands/index.ts';
import { buttons } from '../src/discord/buttons/index.ts';

const root = join(import.meta.dirname, '..');

/** Each registry's folder, and the functions by which one of its members is known. */
const registries: { folder: string; index?: string; member: string[]; least: number }[] = [
  { folder: 'commands', member: ['execute'], least: 2 },
  { folder: 'src/discord/buttons', member: ['press'], least: 2 },
  { folder: 'src/discord/selects', member: ['choose'], least: 1 },
  { folder: 'src/remediation/actions', member: ['plan', 'settled'], least: 5 },
  { folder: 'src/triggers/endpoints', member: ['answer'], least: 3 },
  { folder: 'src/probes', member: ['fragment', 'parse'], least: 1 },
  { folder: 'src/doctor/checks', index: 'src/doctor/index.ts', member: ['examine'], least: 10 },
  { folder: 'src/comparison/rules', index: 'src/comparison/index.ts', member: ['judge'], least: 30 },
];

/** The members among what a module exports, in its records and arrays too. */
function membersAmong(exported: unknown, functions: string[], depth = 2): object[] {
  if (typeof exported !== 'object' || exported === null) return [];
  const entries = Object.entries(exported);
  const held = new Set(entries.filter(([, value]) => typeof value === 'function').map(([name]) => name));
  if (functions.every((name) => held.has(name))) return [exported];
  return depth === 0 ? [] : entries.flatMap(([, value]) => membersAmong(value, functions, depth - 1));
}

async function load(folder: string, file: string, functions: string[]): Promise<object[]> {
  const loaded: unknown = await import(join(root, folder, file));
  return membersAmong(loaded, functions);
}

describe.each(registries)('the registry of $folder', ({ folder, index, member, least }) => {
  it('lists every member that a file of the folder exports, and each once', async () => {
    const registered = await load('', index ?? join(folder, 'index.ts'), member);
    expect(registered.length).toBeGreaterThanOrEqual(least);
    const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && name !== 'index.ts',
    );
    for (const file of files) {
      for (const exported of await load(folder, file, member)) {
        expect({ file, listed: registered.filter((one) => one === exported).length }).toEqual({
          file,
          listed: 1,
        });
      }
    }
  });
});

describe('the registries', () => {
  it('list each command under its own name', () => {
    for (const [name, { data }] of Object.entries(commands)) expect(data.name).toBe(name);
  });

  it('list each button under an action that a custom_id can carry', () => {
    for (const action of Object.keys(buttons)) expect(action).toMatch(/^[a-z-]{1,30}$/);
  });
});
