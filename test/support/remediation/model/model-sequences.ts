import { array, assert, constantFrom, oneof, property, tuple } from 'fast-check';
import { differenceOf, readEvidence, sealOf } from '../../../../src/remediation/guard/evidence.ts';
import { edits } from './model-edits.ts';
import type { Edit } from './model-edits.ts';
import { aMachine, kinds, reachesBot } from './model-machine.ts';
import type { Kind, Machine } from './model-machine.ts';

type Step = { edit: Edit } | { act: Kind; meanwhile: Edit[]; late: Edit[] };

const few = array(edits, { maxLength: 2 });
const step = oneof(
  { arbitrary: edits.map((edit): Step => ({ edit })), weight: 3 },
  {
    arbitrary: tuple(constantFrom(...kinds), few, few).map(([act, meanwhile, late]): Step => ({
      act,
      meanwhile,
      late,
    })),
    weight: 2,
  },
);

export type ModelGuard = {
  /** what it prints of the machine as it is */
  look(machine: Machine, kind: Kind): string;
  /** why the policy refuses what was printed, or null */
  why(kind: Kind, printed: string): string | null;
  /** The script that acts looks once more. @returns was it done? */
  act(machine: Machine, kind: Kind, approved: readonly string[]): boolean;
};

/** What a request, an approval and the act come to, with edits between them: has it been done? */
function carriedOut(
  machine: Machine,
  { act, meanwhile, late }: Extract<Step, { act: Kind }>,
  guard: ModelGuard,
): boolean {
  const asked = guard.look(machine, act);
  if (guard.why(act, asked) !== null) return false;
  const seal = sealOf(readEvidence(asked)?.approved ?? []);
  for (const edit of meanwhile) edit.make(machine);
  // After the click: looked at and judged anew, and held against what was approved.
  const clicked = guard.look(machine, act);
  const approved = readEvidence(clicked)?.approved ?? [];
  if (guard.why(act, clicked) !== null || differenceOf(seal, sealOf(approved)) !== '') return false;
  for (const edit of late) edit.make(machine);
  return guard.act(machine, act, approved);
}

/** How often something was done; throws with the sequence where it was done to the bot. */
export function sequences(
  guard: ModelGuard,
  numRuns: number,
  limit: { interruptAfterTimeLimit?: number } = {},
): number {
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
    { numRuns, ...limit },
  );
  return done;
}
