import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { differenceOf, readEvidence, sealOf } from '../../../src/remediation/guard/evidence.ts';

describe('what the guard saw', () => {
  const printed = '== unit\na\nb\n== unit files\nc\n== end\n== processes\nd\n';

  it('is approved up to its end, and read past it', () => {
    const evidence = readEvidence(printed);
    expect(evidence?.approved).toEqual(['== unit', 'a', 'b', '== unit files', 'c', '== end']);
    expect(evidence?.parts.get('processes')).toEqual(['d']);
  });

  it.each([
    ['its end', printed.replace('== end\n', '')],
    ['a part that comes once', `${printed}== unit\n`],
  ])('is nothing without %s', (_, text) => {
    expect(readEvidence(text)).toBeNull();
  });

  it('is sealed part by part', () => {
    const hash = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(sealOf(readEvidence(printed)?.approved ?? [])).toEqual({
      unit: hash('a\nb'),
      'unit files': hash('c'),
    });
  });

  it('differs in parts, by their names', () => {
    expect(differenceOf({ a: '1', b: '2' }, { a: '1', b: '2' })).toBe('');
    expect(differenceOf({ a: '1', b: '2' }, { b: '3', c: '4' })).toBe('a, b, c');
  });
});
