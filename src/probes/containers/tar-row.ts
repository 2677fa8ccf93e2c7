import { parseMode } from '../../facts/files/file-mode.ts';
import type { FileMode } from '../../facts/files/file.ts';

/** How a tar lists: GNU's and BSD's write a control character as an escape, others as it is. */
export type TarDialect = 'gnu' | 'bsd' | 'plain';

/** One row of `tar -tv`; `path` as the archive has it. Owner and group: numbers, but in `plain`, which may name them. */
export type TarRow = FileMode & { owner: string; group: string; path: string };

const columns = {
  gnu: /^(\S{10,11}) +(\d{1,10})\/(\d{1,10}) +\d+ \d{4}-\d\d-\d\d \d\d:\d\d (.+)$/su,
  bsd: /^(\S{10,11}) +\d+ +(\d{1,10}) +(\d{1,10}) +\d+ [A-Z][a-z]{2} [ \d]\d +[\d:]{4,5} (.+)$/su,
  plain: /^(\S{10,11}) +([^\s/]+)\/([^\s/]+) +\d+ \d{4}-\d\d-\d\d \d\d:\d\d:\d\d (.+)$/su,
} satisfies Record<TarDialect, RegExp>;

/** Null for what is no row, or one whose name is not exact. */
export function parseTarRow(text: string, dialect: TarDialect): TarRow | null {
  const [, column = '', owner, group, shown = ''] = columns[dialect].exec(text) ?? [];
  const mode = parseMode(column.replace(/^h/, '-'));
  const name = column.startsWith('h') ? linkName(shown) : shown;
  const path = name === null ? null : dialect === 'plain' ? exact(name) : unescaped(name);
  if (!mode || path === null || owner === undefined || group === undefined) return null;
  return { ...mode, owner, group, path };
}

/** A second name of a file that the archive holds already. */
function linkName(shown: string): string | null {
  const [name, target, more] = shown.split(' link to ');
  return name === undefined || target === undefined || more !== undefined ? null : name;
}

/** busybox may print a question mark for what it cannot show. */
function exact(name: string): string | null {
  return /[\p{Cc}?\uFFFD]/u.test(name) ? null : name;
}

const letters: Record<string, number> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '\\': 92, ' ': 32 };

function unescaped(name: string): string | null {
  const bytes: Buffer[] = [];
  for (const [part] of name.matchAll(/\\[0-7]{3}|\\.|[^\\]+|\\/gs)) {
    if (!part.startsWith('\\')) bytes.push(Buffer.from(part));
    else if (part.length === 4) bytes.push(Buffer.of(Number.parseInt(part.slice(1), 8)));
    else {
      const byte = letters[part.slice(1)];
      if (byte === undefined) return null;
      bytes.push(Buffer.of(byte));
    }
  }
  const text = Buffer.concat(bytes).toString();
  return text.includes('\uFFFD') || text.includes('\0') ? null : text;
}
