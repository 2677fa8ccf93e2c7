import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { rules } from '../../src/comparison/index.ts';
import { catalogue } from '../../src/findings/catalogue.ts';
import type { FactName } from '../../src/findings/fact-name.ts';
import { anySituation } from '../support/comparison/any-situation.ts';
import { rounds } from '../support/property-time.ts';

// Otherwise what a rule could not see would resolve a finding of its own.
it('a rule has no gap on which none of its types rests', () => {
  const judging = rules.flatMap((rule) => {
    const facts = new Set<FactName>(rule.types.flatMap((type) => catalogue[type].rests_on));
    return 'judgeService' in rule && rule.types.length > 0 ? [{ ...rule, facts }] : [];
  });
  const gaps = new Set<string>();
  fc.assert(
    fc.property(anySituation, (situation) => {
      for (const rule of judging)
        for (const service of situation.services)
          for (const { of } of rule.judgeService(situation, service).gaps ?? []) {
            gaps.add(of);
            const told = { rule: rule.name, of, rests: rule.facts.has(of) };
            expect(told).toEqual({ ...told, rests: true });
          }
    }),
    { numRuns: rounds(1000) },
  );
  expect(gaps.size).toBeGreaterThan(5);
});
