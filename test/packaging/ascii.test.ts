import { expect, it } from 'vitest';
import { ascii } from '../../packaging/ascii.ts';

const programs: [string, unknown][] = [
  ['"…→✅"', '…→✅'],
  ['`${1}—\u{1f600}`', '1—\u{1f600}'],
  ['/^[─-╿]+$/.test("┬─┬")', true],
  ['/^\u{1f600}$/u.test("\u{1f600}")', true],
  ['({ ă: 1 }).ă', 1],
  ['"é"', 'é'],
];

it.each(programs)('means the same: %s', (code, value) => {
  const made = ascii(code);
  // oxlint-disable-next-line no-eval -- what the program means is what it does
  expect((0, eval)(made)).toEqual(value);
  expect(made).toMatch(/^[\0-\u00ff]*$/);
});

it.each(['String.raw`—`', String.raw`'\—'`])('is left alone where an escape is read as it is: %s', (code) => {
  expect(ascii(code)).toBe(code);
});
