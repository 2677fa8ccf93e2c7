import { array, assert, constantFrom, oneof, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvidence, sealOf, differenceOf } from '../../../src/remediation/guard/evidence.ts';
import { aMachine, edits, reachesBot } from '../../support/remediation/model-machine.ts';
import type { Edit, Kind, Machine } from '../../support/remediation/model-machine.ts';
import { printedOf } from '../../support/remediation/model-guard.ts';
import { modelWish } from '../../support/remediation/model-wish.ts';

const runs = Number(process.env['DRIFTWATCH_FUZZ_RUNS'] ?? 2000);
const kinds: Kind[] = ['unit', 'container', 'file'];

type Step = { edit: Edit } | { act: Kind; meanwhile: Edit[]; late: Edit[] };
const kind = constantFrom(...kinds);
const few = array(edits, { maxLength: 2 });
const step = oneof(
  { arbitrary: edits.map((edit): Step => ({ edit })), weight: 3 },
  {
    arbitrary: tuple(kind, few, few).map(([act, meanwhile, late]): Step => ({ act, meanwhile, late })),
    weight: 2,
  },
);

type Guard = (machine: Machine, kind: Kind) => string;

const verdicts = new Map<string, string | null>();
/** As the policy judges; the same text is judged once. */
function judged(act: Kind, printed: string): string | null {
  const key = `${act} ${printed}`;
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  const why = modelWish[act].why(printed);
  if (verdicts.size < 100_000) verdicts.set(key, why);
  return why;
}

/** What a request, an approval and the act come to, with edits between them: has it been done? */
function carriedOut(
  machine: Machine,
  { act, meanwhile, late }: Extract<Step, { act: Kind }>,
  guard: Guard,
): boolean {
  const why = (printed: string) => judged(act, printed);
  const asked = guard(machine, act);
  if (why(asked) !== null) return false;
  const seal = sealOf(readEvidence(asked)?.approved ?? []);
  for (const edit of meanwhile) edit.make(machine);
  // After the click: looked at and judged anew, and held against what was approved.
  const clicked = guard(machine, act);
  const approved = readEvidence(clicked)?.approved ?? [];
  if (why(clicked) !== null || differenceOf(seal, sealOf(approved)) !== '') return false;
  for (const edit of late) edit.make(machine);
  // The script that acts compares to the letter.
  return readEvidence(guard(machine, act))?.approved.join('\n') === approved.join('\n');
}

/** How often something was done; throws with the sequence where it was done to the bot. */
function sequences(guard: Guard, numRuns: number): number {
  let done = 0;
  assert(
    property(array(step, { maxLength: 8, size: 'max' }), (steps) => {
      const machine = aMachine();
      for (const each of steps) {
        if ('edit' in each) each.edit.make(machine);
        else if (carriedOut(machine, each, guard)) {
          done += 1;
          if (reachesBot(machine, each.act)) throw new Error(`${each.act} of app reached the bot`);
        }
      }
    }),
    { numRuns },
  );
  return done;
}

describe('no sequence of edits, requests, approvals and acts on one machine', () => {
  it('reaches a trading bot that is aliased, stopped, tied or shares a file', () => {
    const done = sequences(printedOf, runs);
    // Where nothing is ever done, nothing is proved.
    expect(done).toBeGreaterThan(runs / 10);
  }, 600_000);

  it.each(['alias', 'ties', 'inodes'] as const)('would go unseen by a guard that is blind to %s', (blind) => {
    expect(() => sequences((machine, act) => printedOf(machine, act, blind), 5000)).toThrow(
      'Property failed',
    );
  });
});
