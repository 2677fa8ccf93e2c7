import { describe, expect, it } from 'vitest';
import { readEvidence } from '../../../src/remediation/guard/evidence.ts';
import { printedOf } from '../../support/remediation/model/model-guard.ts';
import type { Blind } from '../../support/remediation/model/model-guard.ts';
import type { Kind } from '../../support/remediation/model/model-machine.ts';
import { modelRuns } from '../../support/property-time.ts';
import { sequences } from '../../support/remediation/model/model-sequences.ts';
import type { ModelGuard } from '../../support/remediation/model/model-sequences.ts';
import { modelWishes } from '../../support/remediation/model/model-wish.ts';

const { numRuns: runs, ...limit } = modelRuns(2000);
const wishes = modelWishes('/etc', '/opt/bot');

const verdicts = new Map<string, string | null>();
/** As the policy judges; the same text is judged once. */
function judged(act: Kind, printed: string): string | null {
  const key = `${act} ${printed}`;
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  const why = wishes[act].why(printed);
  if (verdicts.size < 100_000) verdicts.set(key, why);
  return why;
}

function aGuard(blind: Blind | null = null): ModelGuard {
  const look: ModelGuard['look'] = (machine, kind) => printedOf(machine, kind, blind);
  return {
    look,
    why: judged,
    act: (machine, kind, approved) =>
      readEvidence(look(machine, kind))?.approved.join('\n') === approved.join('\n'),
  };
}

describe('no sequence of edits, requests, approvals and acts on one machine', () => {
  it('reaches a trading bot that is aliased, stopped, tied or shares a file', () => {
    const done = sequences(aGuard(), runs, limit);
    // Where nothing is ever done, nothing is proved.
    expect(done).toBeGreaterThan(100);
  }, 3_600_000);

  it.each<Blind>(['alias', 'ties', 'inodes', 'drop-ins'])(
    'would go unseen by a guard that is blind to %s',
    (blind) => {
      expect(() => sequences(aGuard(blind), 5000)).toThrow('Property failed');
    },
  );
});
