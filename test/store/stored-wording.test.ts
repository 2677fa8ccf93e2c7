import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/findings/finding.ts';
import { findingTypes } from '../../src/findings/finding-types.ts';
import { withWordings } from '../../src/store/stored-wording.ts';
import { aFinding } from '../support/builders.ts';

function stored(over: Partial<Finding>): object {
  const { title: _title, advice: _advice, ...old } = aFinding(over);
  return old;
}

function ledgerOf(finding: object) {
  const entries = [
    { id: 'open', finding },
    { id: 'over', finding: null },
  ];
  return { standing: [{ told: null, finding }], living: [{ id: 'alert', entries }], more: 1 };
}

describe('findings that an older version stored', () => {
  it.each(findingTypes)('get a title and an advice: %s', (type) => {
    const old = stored({ type });
    const words = { title: expect.not.stringMatching(/^$|[{}]/), advice: expect.stringMatching(/./) };
    expect(withWordings(ledgerOf(old))).toEqual(ledgerOf({ ...old, ...words }));
    const text = JSON.stringify(withWordings(ledgerOf(old)));
    expect(text).not.toMatch(/"advice":"[^"]*(?:[{}]|\bstop\b|^restart)/i);
  });

  it('keep those that a newer one stored', () => {
    const ledger = ledgerOf(aFinding({ title: 'own', advice: 'own too' }));
    expect(withWordings(ledger)).toEqual(ledger);
  });

  it.each([undefined, null, 'text', { standing: 'none' }])('are looked for in nothing else: %j', (other) => {
    expect(withWordings(other)).toBe(other);
  });
});
