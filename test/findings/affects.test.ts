import { describe, expect, it } from 'vitest';
import { Finding } from '../../src/findings/finding.ts';
import { aFinding } from '../support/builders.ts';

/** As it was stored before findings had `affects`. */
function stored(over: Partial<Finding>): Record<string, unknown> {
  const old: Record<string, unknown> = { ...aFinding(over) };
  delete old['affects'];
  return old;
}

describe('a finding that was stored without what it affects', () => {
  it.each<[what: string, Partial<Finding>, Finding['affects']]>([
    ['of a service', {}, { services: [], singletons: [], machines: [] }],
    [
      'of a machine',
      {
        type: 'machine_unreachable',
        service: null,
        evidence: { services: ['shiva', 'akashic-records'], singletons: ['lamp'] },
      },
      { services: ['shiva', 'akashic-records'], singletons: ['lamp'], machines: [] },
    ],
    [
      'of copies on two machines',
      {
        type: 'duplicate_process',
        evidence: { trees: [{ machine: 'tesseract' }, { machine: 'spare' }, { machine: 'tesseract' }] },
      },
      { services: [], singletons: [], machines: ['tesseract', 'spare'] },
    ],
    [
      'with evidence of another form',
      { evidence: { services: 'shiva', singletons: [1], trees: null } },
      { services: [], singletons: [], machines: [] },
    ],
  ])('%s names the same', (_what, over, affects) => {
    expect(Finding.parse(stored(over)).affects).toEqual(affects);
  });

  it('is refused where it is no finding', () => {
    expect(Finding.safeParse(null).success).toBe(false);
    expect(Finding.safeParse({ type: 'git_drift' }).success).toBe(false);
  });
});
