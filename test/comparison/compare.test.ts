import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import { rules } from '../../src/comparison/index.ts';
import { assembleReport } from '../../src/report/assemble.ts';
import { Report } from '../../src/report/report.ts';
import { judgedBy } from '../support/comparison/judged.ts';
import { aService, aSituation, aTradingService } from '../support/facts/observed.ts';
import { anySituation } from '../support/comparison/any-situation.ts';
import { answering } from '../support/comparison/scene.ts';
import { rounds } from '../support/property-time.ts';

describe('the order of findings', () => {
  it('is by severity, then what trades, then by name', () => {
    const services = [
      aService({ name: 'b', risk_tier: 'HIGH' }),
      aService({ name: 'a', risk_tier: 'HIGH' }),
      aTradingService(),
      aService({ name: 'quiet', endpoints: [] }),
    ];
    const down = ['a', 'b', 'shiva'].reduce(
      (scene, name) => answering(scene, name, { status: 503, version: 'unknown' }),
      aSituation({ services }),
    );
    expect(compare(down).findings.map(({ severity, service }) => [severity, service])).toEqual([
      ['CRITICAL', 'shiva'],
      ['CRITICAL', 'a'],
      ['CRITICAL', 'b'],
      ['LOW', 'quiet'],
    ]);
  });
});

describe('for anything that an audit may see', () => {
  it('the report keeps its contract, with one id a finding, and the same for the same situation', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        const comparison = compare(situation);
        const request = { trigger: 'cli' as const, service: null, machine: null };
        Report.parse(assembleReport({ id: 'x', request, startedAt: 0, finishedAt: 1, comparison }));
        const ids = comparison.findings.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(compare(structuredClone(situation))).toEqual(comparison);
      }),
      { numRuns: rounds(1500) },
    );
  });

  it('each service with a gap or a finding says so, and what was not seen is told', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        const { findings, services, gaps } = compare(situation);
        const quiet = ['health_missing', 'uptime_high'];
        for (const { name, status, unseen } of services) {
          const own = findings.filter(
            ({ service, category }) => service === name && category !== 'observation',
          );
          const drifts = own.some(({ type }) => !quiet.includes(type));
          const facts = gaps.filter(({ service }) => service === name).map(({ fact }) => fact);
          expect(unseen).toEqual(facts);
          const mild = own.length > 0 ? 'drift' : 'in_sync';
          expect(status).toBe(drifts ? 'drift' : unseen.length > 0 ? 'unknown' : mild);
          const naming = findings.filter(
            ({ category, evidence }) =>
              category === 'observation' && JSON.stringify(evidence).includes(`"${name}"`),
          );
          // Whoever is told that something was not seen of it finds out what, and why.
          expect(naming.length > 0 || unseen.length === 0 || situation.only === 'processes').toBe(true);
          expect(naming.length === 0 || unseen.length > 0 || situation.only === 'processes').toBe(true);
        }
      }),
      { numRuns: rounds(1500) },
    );
  });

  it('nothing is in sync of which no health answer, no release or no process table was seen', () => {
    fc.assert(
      fc.property(anySituation, fc.constantFrom('health', 'releases', 'machines'), (situation, lost) => {
        const full = {
          ...situation,
          only: 'all' as const,
          machines: situation.machines.map((machine) => ({ ...machine, ssh: true })),
        };
        const blind = { ...full, observations: { ...full.observations, [lost]: {} } };
        expect(compare(blind).services.map(({ status }) => status)).not.toContain('in_sync');
      }),
      { numRuns: rounds(1000) },
    );
  });
});

describe('the registry', () => {
  it('has each rule once, and each rule gives only the types that it names', () => {
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    fc.assert(
      fc.property(anySituation, (situation) => {
        for (const rule of rules) {
          const types = judgedBy(rule, situation).deviations.map(({ type }) => type);
          expect(types.filter((type) => !rule.types.includes(type))).toEqual([]);
        }
      }),
    );
  });
});
