import { describe, expect, it } from 'vitest';
import { beginning, linked, readChain, seal } from '../../../src/remediation/journal/journal-chain.ts';

const fact = { at: '2026-03-29T12:00:00.000Z', approval: null };

describe('the chain of the journal', () => {
  it('begins as every journal that was ever written does', () => {
    expect(beginning).toEqual({ seq: 0, hash: '0'.repeat(64) });
  });

  it.each([
    ['one line that is no entry', 'x\n', { line: 1, why: 'it is not an entry' }, false],
    ['two of them', 'x\ny\n', { line: 1, why: 'it is not an entry' }, false],
    ['two of them and a write that was cut off', 'x\ny\nz', { line: 1, why: 'it is not an entry' }, true],
  ])('is broken by %s', (_, text, broken, unended) => {
    expect(readChain(text)).toMatchObject({ broken, unended, torn: '' });
  });

  it.each([
    ['its own seal', seal('half'), 'nothing'],
    ['the seal of another text', seal('other'), 'no seal follows it'],
    ['an entry that is no seal', { ...seal('half'), event: 'ran' as const }, 'no seal follows it'],
  ])('behind a line that was cut off, takes %s for what it is', (_, entry, why) => {
    const { broken } = readChain(`half\n${JSON.stringify(linked(beginning, { ...fact, ...entry }))}\n`);
    expect(broken?.why ?? 'nothing').toContain(why);
  });
});
