import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EnvKeys, secretKeys } from '../../src/env/env-keys.ts';
import { lacks } from '../support/machines/system.ts';

const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...globSync('docs/*.md')].map((path) => ({
  path,
  text: readFileSync(path, 'utf8'),
}));
const firstWords = [...new Set(Object.keys(EnvKeys.shape).map((key) => key.split('_')[0] ?? ''))];
const keys = new Set([...Object.keys(EnvKeys.shape), ...secretKeys.map((key) => `${key}_FILE`)]);

describe('the pages', () => {
  it.each(pages)('$path sets no key that does not exist', ({ text }) => {
    const named = [...text.matchAll(new RegExp(`\\b(?:${firstWords.join('|')})_[A-Z_]+\\b`, 'g'))];
    // what GitHub Actions itself calls so
    const foreign = ['GITHUB_REPOSITORY', 'SSH_AUTH_SOCK', 'SSH_ORIGINAL_COMMAND'];
    const unknown = named.map(([key]) => key).filter((key) => !keys.has(key) && !foreign.includes(key));
    expect(unknown).toEqual([]);
  });

  it.each(pages)('$path names files of the repository that are there', ({ text }) => {
    const named = [...text.matchAll(/\b((?:packaging|src|commands|sandbox|skills|bench)\/[\w./-]+\.\w+)/g)];
    expect(named.map(([path]) => path).filter((path) => !existsSync(path))).toEqual([]);
  });
});

describe.each(['docs/security.md', '.env.example'])('%s', (path) => {
  it('lists each secret that can come from a file', () => {
    const [, list = ''] =
      /((?:[A-Z_]{4,}|[`#,\s]|and)+)\s+can come from/.exec(readFileSync(path, 'utf8')) ?? [];
    expect([...list.matchAll(/[A-Z_]{4,}/g)].map(([key]) => key)).toEqual(secretKeys);
  });
});

describe('docs/dependencies.md', () => {
  it('says of each package that the program is made of why it is there, and of nothing else', () => {
    const { dependencies, devDependencies } = z
      .object({
        dependencies: z.record(z.string(), z.string()),
        devDependencies: z.record(z.string(), z.string()),
      })
      .parse(JSON.parse(readFileSync('package.json', 'utf8')));
    const sources = globSync(['src/**/*.ts', 'commands/**/*.ts', 'embeds/**/*.ts', 'sandbox/**/*.ts']);
    const text = sources.map((path) => readFileSync(path, 'utf8')).join('\n');
    const isUsed = (name: string) =>
      new RegExp(`(?:^(?!import type).*from |^import |import\\()'${name}['/]`, 'm').test(text);
    // vite builds the demo's page; what is installed holds the page
    const used = Object.keys({ ...dependencies, ...devDependencies }).filter(
      (name) => name !== 'vite' && isUsed(name),
    );
    const rows = [
      ...readFileSync('docs/dependencies.md', 'utf8').matchAll(/^\| (\S+) +\| (?!licence|---)/gm),
    ];
    expect(new Set(rows.map(([, name]) => name))).toEqual(new Set([...used, ...Object.keys(dependencies)]));
  });
});

describe.skipIf(lacks(['visudo', 'sudo']))('docs/security.md', () => {
  it('shows sudoers lines that sudo reads', () => {
    const page = readFileSync('docs/security.md', 'utf8');
    const [, lines = ''] = /^```sudoers\n(.*?)^```$/ms.exec(page) ?? [];
    expect(lines).toContain('NOPASSWD');
    const check = (input: string) => spawnSync('visudo', ['-cf', '-'], { input, encoding: 'utf8' }).status;
    expect([check(lines), check(`${lines}driftwatch ALL=(root) NOPASSWD /bin/ls\n`)]).toEqual([0, 1]);
  });
});
