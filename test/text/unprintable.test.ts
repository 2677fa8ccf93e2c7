import { expect, it } from 'vitest';
import { withoutUnprintable } from '../../src/text/unprintable.ts';

it.each([
  ['a control', 'a\u0007b'],
  ['a run of them', 'a\r\n\tb'],
  ['a bidirectional mark', 'a\u202Eb'],
  ['a zero-width space', 'a\u200Bb'],
  ['a line separator', 'a\u2028b'],
  ['half a pair', 'a\uD800b'],
])('replaces %s', (_, text) => {
  expect(withoutUnprintable(text, ' ')).toBe('a b');
  expect(withoutUnprintable(text, (run) => `<${run.length}>`)).toMatch(/^a<\d>b$/);
});

it('keeps what is seen, and reads no pattern into what it puts there', () => {
  expect(withoutUnprintable('Grüße, 漢字 🚀', ' ')).toBe('Grüße, 漢字 🚀');
  expect(withoutUnprintable('a\nb', '$&')).toBe('a$&b');
});
