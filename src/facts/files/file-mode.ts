import { remembered } from '../../text/kept/remembered.ts';
import type { FileMode } from './file.ts';

const types: Record<string, FileMode['type']> = { '-': 'regular', d: 'directory', s: 'socket', p: 'fifo' };

const COLUMN = /^([-a-zA-Z])([r-][w-][xsS-])([r-][w-][xsS-])([r-][w-][xtT-])[@+.]?$/;

/**
 * Parses the column as POSIX's ls(1) describes it; null for anything else. The files of a fleet have few different ones,
 * and none is longer.
 */
export const parseMode = remembered({ count: 200, longest: 11 }, readMode);

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
