import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../src/comparison/index.ts';
import { actionNames } from '../src/findings/action-name.ts';
import { endpoints } from '../src/triggers/endpoints/index.ts';
import { checks } from '../src/doctor/index.ts';
import { commands } from '../commands/index.ts';
import { channelsOf } from '../src/bot/channels-of.ts';
import { buttons } from '../src/discord/buttons/index.ts';
import { selects } from '../src/discord/selects/index.ts';
import { readEnv } from '../src/env/env.ts';
import { alertsAnybody } from '../src/env/features.ts';
import { machineProbes } from '../src/probes/index.ts';
import { everything } from './support/env/everything.ts';
import { filesIn, root, sources, tests } from './support/files.ts';

/** Each registry's folder, and the functions by which one of its members is known. */
const registries: { folder: string; index?: string; member: string[]; least: number }[] = [
  { folder: 'commands', member: ['execute'], least: 2 },
  { folder: 'src/discord/buttons', member: ['press'], least: 2 },
  { folder: 'src/discord/selects', member: ['choose'], least: 1 },
  { folder: 'src/remediation/actions', member: ['plan', 'settled'], least: 5 },
  { folder: 'src/triggers/endpoints', member: ['answer'], least: 3 },
  { folder: 'src/probes', member: ['fragment', 'parse'], least: 1 },
  { folder: 'src/doctor/checks', index: 'src/doctor/index.ts', member: ['examine'], least: 10 },
  { folder: 'src/comparison/rules', index: 'src/comparison/index.ts', member: ['judgeService'], least: 30 },
  { folder: 'src/comparison/rules', index: 'src/comparison/index.ts', member: ['judgeFleet'], least: 3 },
];

/** Of the ways to reach people all that there are. */
const channels = channelsOf(readEnv(everything), 'token', undefined);

/** A click on a button by its action: `action:id`. */
function clickOf(action: string): RegExp {
  return new RegExp(`\\.click\\([^;]*['\`]${action}[:'\`]`);
}

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
    const files = filesIn(folder).filter((name) => name !== 'index.ts');
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
  it.each([
    ...actionNames.map((name) => `remediation/actions/${name}`),
    ...endpoints.map(({ path }) => `triggers/endpoints/${path.slice(1).replace('/', '-')}`),
    ...checks.map(({ name }) => `doctor/checks/${name}`),
    ...channels.map(({ name }) => `alerting/${name}`),
  ])('have a test of its own for %s', (name) => {
    expect(tests.filter(({ file }) => file === `${name}.test.ts`)).toHaveLength(1);
  });

  // launchd's needs a Mac
  it.each(actionNames.filter((name) => name !== 'restart-launchd-job'))(
    'have a test that really does %s on a machine',
    (name) => {
      const system = tests.filter(({ file }) => /^remediation\/.*-system\.test\.ts$/.test(file));
      expect(system.filter(({ text }) => text.includes(`'${name}'`)).length).toBeGreaterThan(0);
    },
  );

  it.each(Object.keys(machineProbes))('have a test of its own for the probe %s', (name) => {
    const own = new RegExp(`^probes/[\\w-]+/${name.replaceAll('_', '-')}\\.test\\.ts$`);
    expect(tests.filter(({ file }) => own.test(file))).toHaveLength(1);
  });

  it.each<readonly [kind: string, name: string, use: RegExp]>([
    ...Object.keys(commands).map((name) => ['command', name, new RegExp(`\\.command\\('${name}'`)] as const),
    ...Object.keys(buttons).map((name) => ['button', name, clickOf(name)] as const),
    ...Object.keys(selects).map(
      (name) => ['select', name, new RegExp(`\\.select\\([^)]*['\`]${name}[:'\`]`)] as const,
    ),
  ])('have a test in the sandbox that uses the %s %s', (_, __, use) => {
    const using = tests.filter(({ file, text }) => file.startsWith('discord/') && use.test(text));
    expect(using.length).toBeGreaterThan(0);
  });

  it.each(
    sources.filter(({ file, text }) => file.startsWith('embeds/') && /: APIEmbed(?:\[\])*[ ;]/.test(text)),
  )('have a test in test/embeds for the embed $file', ({ file }) => {
    const importing = tests.filter(
      (each) => each.file.startsWith('embeds/') && each.text.includes(`/${file}'`),
    );
    expect(importing.length).toBeGreaterThan(0);
  });

  it('have a test of its own for a rule all of whose types another rule has told before', () => {
    const late = rules.filter(({ types }, at) => {
      const told = new Set(rules.slice(0, at).flatMap((rule) => rule.types));
      return types.every((type) => told.has(type));
    });
    const own = (name: string) => new RegExp(`^comparison/rules/\\w+/${name}\\.test\\.ts$`);
    const untested = late.filter(({ name }) => !tests.some(({ file }) => own(name).test(file)));
    expect(late.map(({ name }) => name)).toContain('unseen-files');
    expect(untested.map(({ name }) => name)).toEqual([]);
  });

  it('list each alert channel', () => {
    const made = sources.flatMap(({ file, text }) =>
      file.startsWith('src/alerting/')
        ? [...text.matchAll(/export function (\w+)\([^)]*\): Channel \{/g)]
        : [],
    );
    const { text: registry = '' } = sources.find(({ file }) => file === 'src/bot/channels-of.ts') ?? {};
    expect(made.map(([, name = '']) => name).filter((name) => !registry.includes(`${name}(`))).toEqual([]);
    expect(channels.map(({ name }) => name)).toHaveLength(made.length);
    expect(new Set(channels.map(({ name }) => name)).size).toBe(made.length);
  });

  it.each(channels.map(({ name }) => name))('count %s among what alerts people', (name) => {
    const without = (key: string) =>
      channelsOf(readEnv({ ...everything, [key]: '' }), 'token', undefined).map((each) => each.name);
    const own = Object.entries(everything).filter(([key]) => !without(key).includes(name));
    expect(alertsAnybody(readEnv(Object.fromEntries(own)))).toBe(true);
  });

  it('list each command under its own name', () => {
    for (const [name, { data }] of Object.entries(commands)) expect(data.name).toBe(name);
  });

  it('list each button under an action that a custom_id can carry', () => {
    for (const action of Object.keys(buttons)) expect(action).toMatch(/^[a-z-]{1,30}$/);
  });
});
