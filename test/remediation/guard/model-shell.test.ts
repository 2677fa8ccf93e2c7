import { array, assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvidence } from '../../../src/remediation/guard/evidence.ts';
import { lacksLands } from '../../support/remediation/guard-lands.ts';
import { edits } from '../../support/remediation/model/model-edits.ts';
import { printedOf } from '../../support/remediation/model/model-guard.ts';
import { aMachine, kinds, reachesBot, ties } from '../../support/remediation/model/model-machine.ts';
import type { Bond, Kind, Machine, Tie } from '../../support/remediation/model/model-machine.ts';
import { sequences } from '../../support/remediation/model/model-sequences.ts';
import type { ModelGuard } from '../../support/remediation/model/model-sequences.ts';
import { aShellGuard } from '../../support/remediation/model/model-shell.ts';

// Each look starts some hundred processes.
const many = process.env['DRIFTWATCH_FUZZ_RUNS'] !== undefined;

describe.skipIf(lacksLands)('the guard’s own script, over a machine of files', () => {
  /** A model that is stricter, or laxer, than the script would prove nothing of it. */
  function verdicts(guard: ModelGuard, machine: Machine, kind: Kind) {
    const [script, model] = [guard.look(machine, kind), printedOf(machine, kind)].map(
      (printed) => guard.why(kind, printed) === null,
    );
    return { script, model, reaches: reachesBot(machine, kind) && script };
  }
  const alike = expect.toSatisfy(
    ({ script, model, reaches }: ReturnType<typeof verdicts>) => script === model && !reaches,
  );

  const tied = (Object.keys(ties) as Tie[]).flatMap((tie): [string, Kind, Partial<Machine>][] => [
    [`app ${tie} bot`, 'unit', { tied: [{ from: 'app', tie, to: 'bot' }] }],
    [`bot ${tie} app`, 'unit', { tied: [{ from: 'bot', tie, to: 'app' }] }],
  ]);
  const bound = (['link', 'depends_on', 'volumes', 'network'] satisfies Bond[]).flatMap(
    (bond): [string, Kind, Partial<Machine>][] => [
      [`app ${bond} bot`, 'container', { bound: [{ from: 'app', bond, to: 'bot' }] }],
      [`bot ${bond} app`, 'container', { bound: [{ from: 'bot', bond, to: 'app' }] }],
    ],
  );
  const own = aMachine();
  it.each<[string, Kind, Partial<Machine>]>([
    ['nothing', 'unit', {}],
    ['nothing', 'container', {}],
    ['nothing', 'file', {}],
    ['alias', 'unit', { alias: 'bot' }],
    ['program', 'unit', { program: { ...own.program, app: 'bot' } }],
    ['folder', 'unit', { folder: { ...own.folder, app: 'bot' } }],
    ['drop-in', 'unit', { dropIn: { ...own.dropIn, app: 'bot' } }],
    ['program', 'container', { program: { ...own.program, app: 'bot' } }],
    ['folder', 'container', { folder: { ...own.folder, app: 'bot' } }],
    ['file', 'file', { file: 'bot' }],
    ['place', 'file', { place: 'bot' }],
    ...tied,
    ...bound,
  ])('judges as the model does: %s, %s', async (_, kind, over) => {
    expect(verdicts(await aShellGuard(), { ...aMachine(), ...over }, kind)).toEqual(alike);
  });

  it('judges as the model does after any edits', async () => {
    const guard = await aShellGuard();
    assert(
      property(array(edits, { minLength: 1, maxLength: 5 }), (made) => {
        const machine = aMachine();
        for (const edit of made) edit.make(machine);
        for (const kind of kinds) expect(verdicts(guard, machine, kind)).toEqual(alike);
      }),
      { numRuns: many ? 60 : 5 },
    );
  }, 600_000);

  it.each(kinds)('acts on a %s that is as it was, and on none that is another', async (kind) => {
    const guard = await aShellGuard();
    const machine = aMachine();
    const approved = readEvidence(guard.look(machine, kind))?.approved ?? [];
    expect(guard.act(machine, kind, approved)).toBe(true);
    const other: Machine = { ...machine, alias: 'bot', place: 'mid', age: { ...own.age, app: 1 } };
    expect(guard.act(other, kind, approved)).toBe(false);
  });

  it('lets no sequence reach a trading bot', async () => {
    const guard = await aShellGuard();
    expect(() => sequences(guard, many ? 30 : 4)).not.toThrow();
  }, 600_000);
});
