import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mayImport } from '../../lint/rooms.ts';

const root = join(import.meta.dirname, '..', '..');
const listed = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const table = [...readme.matchAll(/^\| `([\w./-]+)` +\| /gm)].map(([, path = '']) => path);

/** The rooms of src, and each folder beside it that holds a program. */
const rooms = new Set(
  listed
    .filter(
      (file) => /\.(?:ts|cjs|service|plist|md)$/.test(file) && file.includes('/') && !file.startsWith('.'),
    )
    .map((file) => /^(?:src\/[^/]+\/?|[^/]+\/)/.exec(file)?.[0] ?? '')
    .filter((room) => room !== 'src/main.ts' && room !== 'docs/'),
);

describe('the layout that people read of', () => {
  it("is the tree's, in README", () => {
    expect(table.filter((path) => path.endsWith('/') || /^src\/[\w-]+\.ts$/.test(path)).toSorted()).toEqual(
      [...rooms].toSorted(),
    );
  });

  it('is what the linter holds', () => {
    const held = Object.keys(mayImport).map((room) =>
      room === 'app' ? 'src/app.ts' : /^(?:commands|embeds)$/.test(room) ? `${room}/` : `src/${room}/`,
    );
    expect(held.filter((room) => !table.includes(room))).toEqual([]);
  });

  it.each(['CONTRIBUTING.md', 'README.md', 'docs/dictionary.md', 'docs/security.md'])(
    'is there wherever %s names a file',
    (page) => {
      const text = readFileSync(join(root, page), 'utf8');
      const named = [
        ...text.matchAll(/`((?:src|test|commands|embeds|lint|bench|sandbox|docs|packaging)\/[\w./-]+)`/g),
      ];
      expect(named.map(([, path = '']) => path).filter((path) => !existsSync(join(root, path)))).toEqual([]);
    },
  );
});
