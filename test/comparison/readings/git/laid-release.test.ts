import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import type { Laid } from '../../../../src/comparison/readings/git/laid-release-of.ts';
import type { Situation } from '../../../../src/comparison/rule.ts';
import type { Service } from '../../../../src/inventory/manifest.ts';
import { seen, unseen } from '../../../../src/facts/observation.ts';
import type { Release } from '../../../../src/facts/release.ts';
import { headSha, runningSha } from '../../../support/builders.ts';
import { aRelease, aPosition } from '../../../support/facts/observed.ts';
import { akashic, day, now, withCheckout } from '../../../support/comparison/checkout-scene.ts';
import { answering, findingOf, releasing, typesIn } from '../../../support/comparison/scene.ts';

const file = '/opt/akashic/releases/7/REVISION';
/** akashic-records is a day old. */
const started = now - day;

function released(
  laid: Partial<Laid>,
  {
    version = null,
    release = {},
    ...over
  }: { version?: string | null; release?: Partial<Release> } & Partial<Service> = {},
): Situation {
  const at = { written_at: started - 60, settled_at: started - 60 };
  const value = { file, version: runningSha, ...at, ...laid };
  const nothing = { head: null, branch: null, moves: [], committed_at: null };
  const positions = { [runningSha]: seen(aPosition()) };
  const situation = withCheckout({ ...nothing, laid: value }, over);
  return releasing(answering(situation, akashic, { version }), seen(aRelease({ positions, ...release })));
}

describe('the file REVISION of a release', () => {
  it('is the running commit of a service that was started since, and says nothing itself', () => {
    const situation = released({});
    expect(findingOf(situation, 'git_drift').summary).toContain('is running commit a3f8c21');
    expect(typesIn(situation)).toEqual(['git_drift']);
    expect(compare(situation).services).toMatchObject([{ running_sha: runningSha, commits_behind: 4 }]);
    expect(typesIn(released({ version: headSha }))).toEqual([]);
  });

  it.each<[what: string, laid: Partial<Laid>, types: string[]]>([
    ['a tag that the repository has', { version: 'v1.4.2' }, ['git_drift']],
    ['a tag that nobody knows', { version: 'v9.9.9' }, ['version_unknown']],
    ['a date', { version: '20260329' }, ['version_unknown']],
    ['a commit that nobody knows', { version: 'd'.repeat(40) }, ['git_unknown_commit']],
  ])('may hold %s', (_what, laid, types) => {
    const release = {
      named: { 'v1.4.2': seen(runningSha), 'v9.9.9': seen(null), '20260329': seen(null) },
      positions: {
        [runningSha]: seen(aPosition()),
        ['d'.repeat(40)]: seen({ state: 'unknown_commit' as const }),
        '20260329': seen({ state: 'unknown_commit' as const }),
      },
    };
    expect(typesIn(released(laid, { release }))).toEqual(types);
    const quiet = types.map((type) => (type === 'version_unknown' ? 'health_missing' : type));
    const found = typesIn(released(laid, { release, endpoints: [] }));
    expect(found).toEqual(expect.arrayContaining([...quiet, ...types]));
  });

  it('that holds no version is a gap, and no version', () => {
    const situation = released({ version: null });
    expect(typesIn(situation)).toEqual(expect.arrayContaining(['version_unknown', 'probe_failed']));
    expect(compare(situation).services).toMatchObject([
      { unseen: expect.arrayContaining(['released version']), running_sha: null },
    ]);
  });

  it('that is younger than the process is a restart that nobody made', () => {
    const young = { version: headSha, written_at: now - 3600, settled_at: now - 3600 };
    const situation = released(young, { endpoints: [] });
    const { summary, evidence } = findingOf(situation, 'restart_pending');
    expect(summary).toBe(
      'akashic-records on knox-mac-mini has run for 1d, but b9d1e44 was deployed to /opt/akashic 1h ago: the running code is older than the code there. Restart it.',
    );
    expect(evidence).toMatchObject({ version: headSha, moved_at: '2026-03-29T17:00:00.000Z' });
    expect(compare(situation).services).toMatchObject([{ running_sha: null }]);
    // It was deployed again, and the service says that it runs just that.
    expect(typesIn(released(young, { version: headSha }))).toEqual([]);
    expect(typesIn(released(young, { version: runningSha })).toSorted()).toEqual([
      'git_drift',
      'restart_pending',
    ]);
  });

  it.each<[what: string, times: Partial<Laid>]>([
    ['in between', { written_at: started - day, settled_at: started + 3600 }],
    ['nobody knows', { written_at: null, settled_at: null }],
  ])('leaves it open what runs where the service started, %s', (_what, times) => {
    const situation = released({ version: headSha, ...times });
    expect(typesIn(situation)).toEqual(expect.arrayContaining(['version_unknown', 'probe_failed']));
    expect(compare(situation).services).toMatchObject([
      { running_sha: null, unseen: ['restart since the release was deployed'] },
    ]);
  });

  it('is at odds with a service that names another commit, though it was started since', () => {
    const situation = released({}, { version: headSha });
    expect(findingOf(situation, 'version_mismatch').summary).toContain(
      '/health says b9d1e44 and /opt/akashic contains the release a3f8c21',
    );
    expect(typesIn(released({ version: headSha }, { version: headSha }))).toEqual([]);
  });

  it('that could not be placed leaves the service unknown', () => {
    const release = { positions: { [runningSha]: unseen('timeout', 'GitHub did not answer') } };
    const situation = released({}, { release });
    expect(typesIn(situation)).toEqual(['probe_failed']);
    expect(compare(situation).services).toMatchObject([{ status: 'unknown' }]);
  });
});
