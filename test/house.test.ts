import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { overrides } from '../lint/rooms.ts';

const root = join(import.meta.dirname, '..');
function tracked(pattern: string): string[] {
  const asked = ['ls-files', '-co', '--exclude-standard', pattern];
  const listed = execFileSync('git', asked, { cwd: root, encoding: 'utf8' });
  return [...new Set(listed.split('\n'))].filter((file) => file !== '');
}
const files = tracked('*.ts');
const isCode = (file: string) => /^(?:src|commands|embeds)\//.test(file);
const code = files.filter(isCode);
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const IMPORT = /(?:from|import)\s*\(?\s*'(\.[^']+)'/g;
const known = new Set(code);
/** file -> the files that it imports, types included */
const imports = new Map(
  code.map((file) => {
    const paths = [...read(file).matchAll(IMPORT)].map(([, path = '']) =>
      normalize(join(dirname(file), path)),
    );
    return [file, paths.filter((path) => known.has(path))] as const;
  }),
);

/** The rooms of src stand beside commands and embeds. */
const placed = (file: string) => file.replace(/^src\//, '');
const edges = [...imports].flatMap(([from, to]) => to.map((each) => [placed(from), placed(each)] as const));
const folders = new Set(
  code.flatMap((file) => {
    const parts = placed(file).split('/');
    return parts.map((_, at) => parts.slice(0, at).join('/'));
  }),
);

/** Within a folder: its files and sub-folders, and who imports whom. */
function within(folder: string): Map<string, Set<string>> {
  const prefix = folder === '' ? '' : `${folder}/`;
  const graph = new Map<string, Set<string>>();
  for (const [from, to] of edges) {
    if (!from.startsWith(prefix) || !to.startsWith(prefix)) continue;
    const [one = '', other = ''] = [from, to].map((file) => file.slice(prefix.length).split('/')[0]);
    if (one !== other) graph.set(one, (graph.get(one) ?? new Set()).add(other));
  }
  return graph;
}

/** @returns a way from a node back to itself; null where there is none */
function circleIn(graph: Map<string, Set<string>>): string[] | null {
  const done = new Set<string>();
  const walk = (node: string, way: string[]): string[] | null => {
    if (way.includes(node)) return [...way.slice(way.indexOf(node)), node];
    if (done.has(node)) return null;
    for (const next of graph.get(node) ?? []) {
      const found = walk(next, [...way, node]);
      if (found) return found;
    }
    done.add(node);
    return null;
  };
  for (const node of graph.keys()) {
    const found = walk(node, []);
    if (found) return found;
  }
  return null;
}

/** @returns the longest way down from any file; where there is a circle, it is walked once */
function longestChain(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const known = new Map<string, string[]>();
  const below = (file: string): string[] => {
    const done = known.get(file);
    if (done) return done;
    known.set(file, []);
    const ways = (graph.get(file) ?? []).map(below);
    const way = [
      file,
      ...ways.reduce((longest, each) => (each.length > longest.length ? each : longest), []),
    ];
    known.set(file, way);
    return way;
  };
  return [...graph.keys()]
    .map(below)
    .reduce((longest, each) => (each.length > longest.length ? each : longest), []);
}

describe('the layout', () => {
  it('has no chain of imports of 20 files or more: types are in small files of their own', () => {
    const chain = longestChain(imports);
    expect(chain.length < 20 ? [] : chain).toEqual([]);
    const graph = { a: ['c', 'b'], b: ['c', 'd'], c: [], d: ['c'] };
    expect(longestChain(new Map(Object.entries(graph)))).toEqual(['a', 'b', 'd', 'c']);
  });

  it('has no circle between folders, at any level', () => {
    const circles = [...folders].map((folder) => [folder, circleIn(within(folder))]);
    expect(circles.filter(([, circle]) => circle !== null)).toEqual([]);
    expect(
      circleIn(
        new Map([
          ['a', new Set(['b'])],
          ['b', new Set(['a'])],
        ]),
      ),
    ).toEqual(['a', 'b', 'a']);
  });

  it('has no folder with more than 20 files directly in it', () => {
    // People look at the pictures in the docs, one by one.
    const all = tracked('*').filter((file) => dirname(file) !== 'docs/images');
    const counts = Map.groupBy(all, (file) => dirname(file));
    const crowded = [...counts].filter(([, inside]) => inside.length > 20).map(([folder]) => folder);
    expect(crowded).toEqual([]);
  });

  it('has files of a median below 60 lines, and none over 200', () => {
    const lengths = code
      .map((file) => read(file).split('\n').length - 1)
      .toSorted((one, other) => one - other);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(60);
    expect(lengths.at(-1)).toBeLessThanOrEqual(200);
  });

  it('has a linter that holds the rooms of lint/rooms.ts: npm run rooms', () => {
    const config = JSON.parse(read('.oxlintrc.json')) as { overrides: { rules: object }[] };
    const held = config.overrides.filter(({ rules }) => 'no-restricted-imports' in rules);
    expect(held).toEqual(overrides());
  });
});
