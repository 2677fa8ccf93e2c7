import { describe, expect, it } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import type { Situation } from '../../src/comparison/rule.ts';
import type { Service } from '../../src/inventory/manifest.ts';
import { anEndpoint, aMachine, aService, aSituation } from '../support/facts/observed.ts';
import { answering, refused, timeout, withoutSsh } from '../support/comparison/scene.ts';

/** Services on one machine, by what each needs; those in `down` refuse their health check. */
function needing(
  needs: Record<string, string[]>,
  down: string[],
  over: Record<string, Partial<Service>> = {},
): Situation {
  const services = Object.entries(needs).map(([name, depends_on]) =>
    aService({ name, depends_on, endpoints: [anEndpoint()], ...over[name] }),
  );
  const names = new Set(services.map(({ machine }) => machine));
  const machines = [...names].map((name) => aMachine({ name }));
  const situation = aSituation({ services, machines });
  return down.reduce((all, name) => answering(all, name, refused), situation);
}

function told(situation: Situation) {
  return compare(situation).findings.map(({ type, service, machine, evidence }) => {
    const causes = (evidence['caused_by'] ?? []) as { service: string | null; machine: string }[];
    return [service ?? machine, type, causes.map((cause) => cause.service ?? cause.machine)];
  });
}

const failed = 'health_check_failed';

describe('a finding that a dependency explains', () => {
  it.each<[what: string, needs: Record<string, string[]>, down: string[], expected: unknown[]]>([
    [
      'stands below its cause',
      { api: ['db'], db: [] },
      ['api', 'db'],
      [
        ['db', failed, []],
        ['api', failed, ['db']],
      ],
    ],
    [
      'stands below a chain of causes, directly under the nearest',
      { api: ['cache'], cache: ['store'], mail: [], store: [] },
      ['api', 'cache', 'mail', 'store'],
      [
        ['mail', failed, []],
        ['store', failed, []],
        ['cache', failed, ['store']],
        ['api', failed, ['cache']],
      ],
    ],
    [
      'stands below all of its causes',
      { api: ['queue', 'db'], db: [], queue: [] },
      ['api', 'db', 'queue'],
      [
        ['db', failed, []],
        ['queue', failed, []],
        ['api', failed, ['db', 'queue']],
      ],
    ],
    [
      'stands for itself where what it needs is well',
      { api: ['db'], db: [] },
      ['api'],
      [['api', failed, []]],
    ],
    ['is not found where it is well itself', { api: ['db'], db: [] }, ['db'], [['db', failed, []]]],
    [
      'explains nothing in a circle, and is not lost in it',
      { a: ['b'], b: ['a'], c: ['c'] },
      ['a', 'b', 'c'],
      [
        ['a', failed, []],
        ['b', failed, []],
        ['c', failed, []],
      ],
    ],
  ])('%s', (_what, needs, down, expected) => {
    expect(told(needing(needs, down))).toEqual(expected);
  });

  it('says so, and keeps id and severity', () => {
    const [, caused] = compare(needing({ api: ['db'], db: [] }, ['api', 'db'])).findings;
    const [alone] = compare(needing({ api: ['db'], db: [] }, ['api'])).findings;
    expect(caused).toMatchObject({ id: alone?.id, severity: 'CRITICAL', service: 'api' });
    expect(caused?.summary).toBe(
      `${alone?.summary} Likely cause: something that it needs is down too, so start there: db (health_check_failed).`,
    );
  });

  it('is explained by the machine on which its dependency is out of reach', () => {
    const placed = { db: { machine: 'tesseract' } };
    const apart = withoutSsh(
      answering(needing({ api: ['db'], db: [] }, ['api'], placed), 'db', timeout),
      'tesseract',
    );
    expect(told(apart)).toContainEqual(['api', failed, ['tesseract']]);
  });

  it('is explained by a process that is missing, and stays above it where it is worse', () => {
    const missing = { db: { risk_tier: 'LOW' as const, process: 'postgres' } };
    const situation = needing({ api: ['db'], db: [] }, ['api'], missing);
    expect(told(situation)).toEqual([
      ['api', failed, ['db']],
      ['db', 'process_missing', []],
    ]);
  });

  it('is not explained by drift of its dependency', () => {
    const situation = answering(needing({ api: ['db'], db: [] }, ['api']), 'db', { version: '1.4.2' });
    expect(told(situation)).toEqual([
      ['api', failed, []],
      ['db', 'version_unknown', []],
    ]);
  });
});
