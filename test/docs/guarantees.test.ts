import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { targets } from '../../bench/mutation/targets.ts';

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '');
const tests = files.filter((path) => path.endsWith('.test.ts'));
const page = readFileSync('docs/security.md', 'utf8');
const rows = page
  .slice(page.indexOf('| what is guaranteed'))
  .split('\n\n')[0]
  ?.split('\n')
  .slice(2)
  .map((row) => row.split('|').map((cell) => cell.trim()));

describe('docs/security.md', () => {
  it.each(rows?.map(([, guarantee = '', held = '']) => [guarantee, held] as const) ?? [])(
    '%s: has a test that is there',
    (_, held) => {
      const named = held.match(/[\w/-]+\.test\.ts/g) ?? [];
      expect(named).not.toEqual([]);
      // The folder is written once, and may be left out after that.
      const missing = named.filter(
        (name) => !tests.some((path) => path === name || path.endsWith(`/${name}`)),
      );
      expect(missing).toEqual([]);
      expect(named.filter((name) => name.startsWith('test/') && !tests.includes(name))).toEqual([]);
    },
  );

  it('is read as it is written', () => {
    expect(rows?.length).toBeGreaterThan(10);
  });
});

describe('the mutation run', () => {
  it.each(targets)('finds $sources and its tests', ({ sources, tests: wanted }) => {
    expect(files.some((path) => path.startsWith(sources))).toBe(true);
    expect(wanted.filter((start) => !tests.some((path) => path.startsWith(start)))).toEqual([]);
  });

  it('is told by its workflow to run on sources that are there', () => {
    const run =
      /npm run mutation (.+)/.exec(readFileSync('.github/workflows/mutation.yaml', 'utf8'))?.[1] ?? '';
    expect(run.split(' ').filter((start) => !files.some((path) => path.startsWith(start)))).toEqual([]);
  });
});
