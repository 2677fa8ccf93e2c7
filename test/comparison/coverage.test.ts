import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import type { Situation } from '../../src/comparison/rule.ts';
import type { MachineFacts } from '../../src/facts/machine-facts.ts';
import { unseen } from '../../src/facts/observation.ts';
import type { FindingType } from '../../src/findings/finding-types.ts';
import { couldSee } from '../../src/report/could-see.ts';
import { aFinding } from '../support/builders.ts';
import { aService, aSituation } from '../support/facts/observed.ts';
import { aCoverage } from '../support/report/coverage.ts';
import { anySituation } from '../support/comparison/any-situation.ts';
import { answering, withMachine } from '../support/comparison/scene.ts';
import { rounds } from '../support/property-time.ts';

const lost = unseen('denied', 'permission denied');
const unasked = unseen('unreachable', 'the name server did not answer', 'EAI_AGAIN');

type Hiding = { kind: 'fact' | 'machine' | 'health' | 'release'; pick: number };

/** The same fleet, of which less is seen. */
function hide(situation: Situation, { kind, pick }: Hiding): Situation {
  const { machines, health, releases } = situation.observations;
  const of = <Value>(values: Value[]) => values[pick % Math.max(1, values.length)];
  const machine = of(Object.values(machines));
  if (kind === 'fact' && machine) {
    const name = of(Object.keys(machine.facts));
    const facts: MachineFacts = name === undefined ? machine.facts : { ...machine.facts, [name]: lost };
    return withMachine(situation, { ...machine, facts, asked_by: askedBy(situation, facts) });
  }
  if (kind === 'machine' && machine) {
    const facts = Object.fromEntries(Object.keys(machine.facts).map((name) => [name, lost]));
    const connection = { status: 'failed', reason: 'timeout', detail: 'no answer', host_key: null } as const;
    return withMachine(situation, { ...machine, facts, connection, asked_by: askedBy(situation, facts) });
  }
  const service = of(Object.keys(health)) ?? '';
  const answers = Object.fromEntries(Object.keys(health[service] ?? {}).map((name) => [name, unasked]));
  const key = of(Object.keys(releases)) ?? '';
  const observations =
    kind === 'health'
      ? { ...situation.observations, health: { ...health, [service]: answers } }
      : { ...situation.observations, releases: { ...releases, [key]: lost } };
  return { ...situation, observations };
}

/** As machine.ts notes it, at its most: every service asked for every fact. */
function askedBy({ services }: Situation, facts: MachineFacts): Record<string, string[]> {
  return Object.fromEntries(
    Object.keys(facts).map((name) => [name, services.map((service) => service.name)]),
  );
}

const anyHiding = fc.record({
  kind: fc.constantFrom('fact' as const, 'machine' as const, 'health' as const, 'release' as const),
  pick: fc.nat(20),
});

describe('what an audit could see', () => {
  it('is never what it found nothing of only because less was seen', () => {
    fc.assert(
      fc.property(anySituation, fc.array(anyHiding, { minLength: 1, maxLength: 3 }), (situation, hidings) => {
        const before = compare(situation).findings.filter(({ category }) => category !== 'observation');
        const after = compare(hidings.reduce(hide, situation));
        const still = new Set(after.findings.map(({ id }) => id));
        const resolved = before.filter(
          (finding) => !still.has(finding.id) && couldSee(finding, after.coverage),
        );
        expect(resolved.map(({ type, service }) => ({ type, service, blind: after.coverage.blind }))).toEqual(
          [],
        );
      }),
      { numRuns: rounds(3000) },
    );
  });

  it('is all that was found, where the same is seen again', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        const { findings, coverage } = compare(situation);
        const hidden = findings.filter(
          (finding) => finding.category !== 'observation' && !couldSee(finding, coverage),
        );
        // A gap beside a finding of the same rule may hide it: then it stays open, which is the safe side.
        const gaps = compare(situation).gaps.map(({ service }) => service);
        expect(
          hidden.filter(({ service }) => !gaps.includes(service ?? '') && !isDown(findings, service)),
        ).toEqual([]);
      }),
      { numRuns: rounds(1000) },
    );
  });
});

describe('what an audit could not see', () => {
  const situation = aSituation({ services: [aService({ launchd_label: 'com.knox.akashic' })] });
  const observation = situation.observations.machines['knox-mac-mini']!;
  const without = (facts: MachineFacts) =>
    withMachine(situation, {
      ...observation,
      facts: { ...observation.facts, ...facts },
      asked_by: askedBy(situation, facts),
    });

  it.each<[what: string, situation: Situation, types: FindingType[]]>([
    [
      'jobs name what a lock may hold, and how long it runs',
      without({ jobs: lost }),
      ['lockfile_mismatch', 'stale_lockfile', 'uptime_high', 'zombie_process'],
    ],
    [
      'the health of a machine itself tells of a copy without a name',
      without({ local_health: lost }),
      ['lockfile_mismatch', 'stale_lockfile', 'duplicate_process'],
    ],
    [
      'so does what the bot asks',
      answering(situation, 'akashic-records', unasked),
      ['lockfile_mismatch', 'stale_lockfile', 'duplicate_process'],
    ],
  ])('%s', (_what, less, types) => {
    expect(compare(less).coverage.blind['akashic-records']).toEqual(expect.arrayContaining(types));
  });
});

function isDown(findings: { type: string; service: string | null }[], name: string | null): boolean {
  const down = ['health_check_failed', 'process_missing', 'container_missing', 'container_not_running'];
  return findings.some(({ type, service }) => service === name && down.includes(type));
}

describe('a finding', () => {
  const dead = aFinding({
    type: 'machine_unreachable',
    service: null,
    machine: 'tesseract',
    evidence: { services: ['shiva'], singletons: [] },
  });
  const section = aFinding({
    type: 'probe_failed',
    service: null,
    machine: 'tesseract',
    evidence: { services: ['shiva'], singletons: [] },
  });

  it.each([
    ['of a service that was judged', aFinding(), {}, true],
    ['of a service outside the scope', aFinding(), { services: ['shiva'] }, false],
    [
      'of a service that the manifest no longer has',
      aFinding(),
      { inventory: ['shiva'], services: [] },
      true,
    ],
    ['that no applied rule looks for', aFinding(), { types: ['duplicate_process' as const] }, false],
    [
      'of its type that was hidden',
      aFinding(),
      { blind: { 'akashic-records': ['git_drift' as const] } },
      false,
    ],
    ['on a machine that answers again', dead, { services: [] }, true],
    ['on a machine that answers the network', dead, { machines: { tesseract: 'alive' as const } }, true],
    ['on a machine that is still away', dead, { machines: { tesseract: 'unreachable' as const } }, false],
    ['on a machine that the manifest no longer has', dead, { machines: {} }, true],
    ['of a section that was read', section, {}, true],
    ['of a section whose services were not judged', section, { services: ['akashic-records'] }, false],
    [
      'of a section of a machine that is away',
      section,
      { machines: { tesseract: 'unreachable' as const } },
      false,
    ],
  ])('%s', (_, finding, coverage, expected) => {
    expect(couldSee(finding, aCoverage(coverage))).toBe(expected);
  });
});
