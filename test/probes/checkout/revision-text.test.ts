import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCheckout } from '../../../src/probes/checkout/checkout-lines.ts';
import { versionIn } from '../../../src/probes/checkout/laid-release.ts';
import { rounds } from '../../support/property-time.ts';

const sha = 'a3f8c21b9d1e44c0a3f8c21b9d1e44c0a3f8c21b';

describe('what the machine prints of it', () => {
  it('is one plain word or nothing, whatever the text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc
        .array(fc.constantFrom(sha, 'v1', ' ', '\n', '$(x)', '@everyone', 'main'), { maxLength: 9 })
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (text) => {
        const version = versionIn(text);
        expect(version === null || (/^[\w.+/@-]+$/.test(version) && text.includes(version))).toBe(true);
      }),
      { numRuns: rounds(2000) },
    );
  });

  it('is a value or a reason for any lines', () => {
    const lines = [
      'now 1774800000',
      'file /x/REVISION',
      `revision ${sha} `,
      'laid 1 2',
      'laid 5 x',
      'problem denied',
      'laid',
    ];
    const any = fc.array(fc.oneof(fc.constantFrom(...lines), fc.string()), { maxLength: 12 });
    fc.assert(
      fc.property(any, (lines) => {
        const read = readCheckout('/opt/x', lines);
        if (!read.ok) return;
        expect(read.value.laid?.written_at ?? 0).toBeLessThanOrEqual(read.value.laid?.settled_at ?? 0);
        expect(read.value.head).toBe(null);
      }),
      { numRuns: rounds(2000) },
    );
  });
});
