import { describe, expect, it } from 'vitest';
import type { Checkout } from '../../../../src/comparison/readings/git/checkout-of.ts';
import { compare } from '../../../support/comparison/compare.ts';
import type { Situation } from '../../../../src/comparison/rule.ts';
import { seen, unseen } from '../../../../src/facts/observation.ts';
import { headSha, runningSha } from '../../../support/builders.ts';
import { aRelease, aPosition } from '../../../support/facts/observed.ts';
import { akashic, day, now, withCheckout } from '../../../support/comparison/checkout-scene.ts';
import { answering, findingOf, releasing, statusesIn, typesIn } from '../../../support/comparison/scene.ts';
import { isRated } from '../../../support/findings/is-rated.ts';

describe('a checkout as it should be', () => {
  it.each<[what: string, situation: Situation]>([
    ['on main, restarted since', withCheckout({})],
    ['at the head of main, though on no branch', withCheckout({ branch: null, contained: false })],
    ['on no branch, at a commit of main', withCheckout({ branch: null, contained: true })],
    [
      'moved away and back while it ran',
      withCheckout({
        moves: [
          { from: '0'.repeat(40), to: headSha, at: now - 9 * day },
          { from: headSha, to: runningSha, at: now - 7200 },
          { from: runningSha, to: headSha, at: now - 3600 },
        ],
      }),
    ],
    [
      'moved in the second in which it started',
      withCheckout({ moves: [{ from: runningSha, to: headSha, at: now - day + 1 }] }),
    ],
    [
      'older than workers that were started since',
      withCheckout(
        { moves: [{ from: runningSha, to: headSha, at: now - 3600 }] },
        { processes: [{}, { ppid: 4182, elapsed_seconds: 60 }] },
      ),
    ],
  ])('gives no finding: %s', (_what, situation) => {
    expect(typesIn(situation)).toEqual([]);
    expect(statusesIn(situation)).toEqual({ [akashic]: 'in_sync' });
  });

  it('is not what runs: a service that names no commit is not in sync by it', () => {
    expect(typesIn(answering(withCheckout({}), akashic, { version: null }))).toContain('version_unknown');
  });
});

describe('checkout_dirty', () => {
  it('names the files, and never lowers itself for trading', () => {
    const situation = withCheckout({ changed: ['main.py', 'a b.py'], changes: 2 });
    const { severity, summary } = findingOf(situation, 'checkout_dirty');
    expect(severity).toBe('HIGH');
    expect(summary).toContain(
      'runs from /opt/akashic, which has 2 changed files that no commit has: main.py and a b.py.',
    );
  });

  it('says over how many where there are more than were counted', () => {
    expect(
      findingOf(withCheckout({ changed: ['a'], changes: 1000, more: true }), 'checkout_dirty').actual,
    ).toBe('over 1000 changed files');
  });

  it('is unknown, not drift, where files can only be compared by running a filter', () => {
    const situation = withCheckout({ unjudged: 3 });
    expect(typesIn(situation)).toEqual(['probe_failed']);
    expect(statusesIn(situation)).toEqual({ [akashic]: 'unknown' });
  });
});

describe('checkout_off_branch', () => {
  it.each<[what: string, over: Partial<Checkout>, actual: string]>([
    ['another branch', { branch: 'hotfix' }, 'hotfix'],
    [
      'no branch, at a commit that main does not have',
      {
        branch: null,
        contained: false,
        head: runningSha,
        moves: [{ from: headSha, to: runningSha, at: now - 3 * day }],
      },
      `detached at ${runningSha}`,
    ],
  ])('is %s', (_what, over, actual) => {
    const finding = findingOf(withCheckout(over), 'checkout_off_branch');
    expect([finding.severity, finding.expected, finding.actual]).toEqual(['HIGH', 'main', actual]);
  });

  it('is not a pinned commit that the repository knows to be of the branch', () => {
    const pinned = withCheckout({
      branch: null,
      contained: false,
      head: runningSha,
      moves: [{ from: headSha, to: runningSha, at: now - 3 * day }],
    });
    const release = aRelease({ positions: { [runningSha]: seen(aPosition()) } });
    const situation = releasing(answering(pinned, akashic, { version: runningSha }), seen(release));
    expect(typesIn(situation)).toEqual(['git_drift']);
  });
});

describe('a commit on no branch', () => {
  const detached = (over: Partial<Checkout>) => withCheckout({ branch: null, ...over });

  it.each<[what: string, situation: Situation]>([
    ['of a shallow clone, without a repository', withCheckout({ branch: null }, { repo: null })],
    [
      'that the checkout does not know to be of main, while the repository cannot be read',
      releasing(detached({ contained: false }), unseen('unreachable', 'no answer')),
    ],
    [
      'whose position the repository did not tell',
      releasing(
        detached({ contained: false }),
        seen(aRelease({ positions: { [headSha]: unseen('timeout', 'no answer') } })),
      ),
    ],
  ])('is unknown, and off no branch: %s', (_what, situation) => {
    expect(typesIn(situation)).not.toContain('checkout_off_branch');
    expect(compare(situation).gaps.map(({ fact }) => fact)).toContain('branch of the checkout');
  });

  it('is off its branch where the repository says so', () => {
    const ahead = aRelease({ positions: { [headSha]: seen(aPosition({ state: 'ahead' })) } });
    expect(typesIn(releasing(detached({}), seen(ahead)))).toContain('checkout_off_branch');
  });
});

describe('a checkout that was not seen', () => {
  it.each<[what: string, situation: Situation]>([
    ['on its own', withCheckout(unseen('denied', '/opt/akashic may not be read'))],
    ['before the first commit', withCheckout({ head: null, moves: [], committed_at: null })],
  ])('leaves the service unknown: %s', (_what, situation) => {
    expect(typesIn(situation)).toEqual(['probe_failed']);
    expect(statusesIn(situation)).toEqual({ [akashic]: 'unknown' });
  });

  it('is one finding for the whole section', () => {
    const situation = withCheckout({});
    situation.observations.machines['knox-mac-mini']!.facts.checkout = unseen(
      'unsupported',
      'git is not installed',
    );
    const { findings } = compare(situation);
    expect(findings.map(({ type, summary }) => [type, summary.includes('git is not installed')])).toEqual([
      ['probe_failed', true],
    ]);
    expect(statusesIn(situation)).toEqual({ [akashic]: 'unknown' });
  });
});

isRated('checkout_dirty', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('checkout_off_branch', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
