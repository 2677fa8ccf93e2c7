import { Resvg } from '@resvg/resvg-js';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { element, text } from '../../../embeds/history/svg.ts';

it('any text is text of one element, and any attribute stays in its quotes', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('</text>', '"/>', "'", '&x;', ']]>', '<!--', '\0', '\uFFFE', '\uD800', '\u001B[31m'),
  );
  fc.assert(
    fc.property(hostile, hostile, (content, id) => {
      const child = text(content, { id });
      expect(child.match(/</g)).toHaveLength(2);
      const svg = element('svg', { xmlns: 'http://www.w3.org/2000/svg', width: 8, height: 5 }, [child]);
      expect(new Resvg(svg, { font: { loadSystemFonts: false } }).width).toBe(8);
    }),
  );
});
