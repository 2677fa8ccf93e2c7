import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const pages = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'])
  .toString()
  .split('\n')
  .filter((path) => path !== '' && existsSync(path));

/** Text without code, in which a bracket is no link. */
function prose(text: string): string {
  return text
    .replaceAll(/^```.*?^```$/gms, '')
    .replaceAll(/^ {4}.*$/gm, '')
    .replaceAll(/`[^`\n]*`/g, 'code');
}

function linksIn(text: string): string[] {
  return [...prose(text).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);
}

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8').replaceAll(/^```.*?^```$/gms, '');
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Why a reader who follows the link from the page finds nothing; null: there is something. */
function broken(page: string, target: string): string | null {
  if (/^(?:https?:|mailto:)/.test(target)) return null;
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? page : normalize(join(dirname(page), file));
  if (path.startsWith('..') || !existsSync(path)) return `${target}: no such file`;
  if (anchor === undefined) return null;
  if (!statSync(path).isFile()) return `${target}: a folder has no headings`;
  return anchorsOf(path).includes(anchor) ? null : `${target}: no such heading`;
}

describe('the links', () => {
  it.each(pages)('of %s lead somewhere', (page) => {
    const links = linksIn(readFileSync(page, 'utf8'));
    expect(links.map((target) => broken(page, target)).filter((reason) => reason !== null)).toEqual([]);
  });

  it('are found and judged: a file, a picture, a heading, and what is none', () => {
    const page =
      '[a](setup.md), ![b](images/none.png) and [c](manifest.md#files) and [d](manifest.md#fles) `[e](x)`\n\n    [f](y)\n';
    expect(linksIn(page).map((target) => broken('docs/any.md', target))).toEqual([
      null,
      'images/none.png: no such file',
      null,
      'manifest.md#fles: no such heading',
    ]);
    expect(linksIn(readFileSync('README.md', 'utf8')).length).toBeGreaterThan(10);
  });
});
