import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Of the pages themselves, and what is built or kept: no rooms of the code. */
const apart = ['docs', 'dist', 'node_modules', 'coverage', 'data'];

function foldersIn(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((each) =>
    each.isDirectory() && !each.name.startsWith('.') && !apart.includes(each.name) ? [each.name] : [],
  );
}

it("README's project layout has a row for each folder, and for no other", () => {
  const [, layout = ''] = readFileSync('README.md', 'utf8').split('### Project layout\n');
  const rows = [...layout.matchAll(/^\| `([^`]+\/)`/gm)].map(([, folder = '']) => folder);
  const tree = [
    ...foldersIn('.').filter((name) => name !== 'src'),
    ...foldersIn('src').map((name) => `src/${name}`),
  ];
  expect(rows.toSorted()).toEqual(tree.map((name) => `${name}/`).toSorted());
});
