import { describe, expect, it } from 'vitest';
import { affectsNothing } from '../../src/findings/affects.ts';
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
    ['of a service', {}, { ...affectsNothing }],
    [
      'of a machine',
      {
        type: 'machine_unreachable',
        service: null,
        evidence: { services: ['shiva', 'akashic-records'], singletons: ['lamp'] },
      },
      { ...affectsNothing, services: ['shiva', 'akashic-records'], singletons: ['lamp'] },
    ],
    [
      'of copies on two machines',
      {
        type: 'duplicate_process',
        evidence: { trees: [{ machine: 'tesseract' }, { machine: 'spare' }, { machine: 'tesseract' }] },
      },
      { ...affectsNothing, machines: ['tesseract', 'spare'] },
    ],
    [
      'with evidence of another form',
      { evidence: { services: 'shiva', singletons: [1], trees: null } },
      { ...affectsNothing },
    ],
  ])('%s names the same', (_what, over, affects) => {
    expect(Finding.parse(stored(over)).affects).toEqual(affects);
  });

  it('is read without the container and the file that version 0.1 did not name', () => {
    const old = { ...aFinding(), affects: { services: ['shiva'], singletons: [], machines: [] } };
    expect(Finding.parse(old).affects).toEqual({ ...affectsNothing, services: ['shiva'] });
  });

  it('is refused where it is no finding', () => {
    expect(Finding.safeParse(null).success).toBe(false);
    expect(Finding.safeParse({ type: 'git_drift' }).success).toBe(false);
  });
});
