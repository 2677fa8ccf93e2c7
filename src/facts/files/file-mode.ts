import { remembered } from '../../text/kept/remembered.ts';
import type { FileMode } from './file.ts';

const types: Record<string, FileMode['type']> = { '-': 'regular', d: 'directory', s: 'socket', p: 'fifo' };

const COLUMN = /^([-a-zA-Z])([r-][w-][xsS-])([r-][w-][xsS-])([r-][w-][xtT-])[@+.]?$/;

// The files of a fleet have few different ones.
const MOST_MODES = 200;
const remember = remembered(MOST_MODES, readMode);
const MOST_LETTERS = 11;

/** Parses the column as POSIX's ls(1) describes it; null for anything else. */
export function parseMode(text: string): FileMode | null {
  return text.length > MOST_LETTERS ? null : remember(text);
}

function readMode(text: string): FileMode | null {
  const [, type = '', user, group, other] = COLUMN.exec(text) ?? [];
  if (user === undefined || group === undefined || other === undefined) return null;
  const special = 4 * Number(/s/i.test(user)) + 2 * Number(/s/i.test(group)) + Number(/t/i.test(other));
  const mode = [special, ...[user, group, other].map(bits)].join('');
  return { mode, type: types[type] ?? 'other' };
}

/** A capital S or T is the special bit without the right to execute. */
function bits(triple: string): number {
  return (
    4 * Number(triple[0] === 'r') + 2 * Number(triple[1] === 'w') + Number(/[xst]/.test(triple[2] ?? ''))
  );
}
