import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import type { Container } from '../../../../src/facts/container.ts';
import { seen, unseen } from '../../../../src/facts/observation.ts';
import type { Release } from '../../../../src/facts/release.ts';
import { headSha, runningSha } from '../../../support/builders.ts';
import { anImage } from '../../../support/facts/observed-containers.ts';
import { aPosition } from '../../../support/facts/observed.ts';
import { contained, saying } from '../../../support/comparison/container-scene.ts';
import { findingOf, typesIn } from '../../../support/comparison/scene.ts';

const runSha = 'd'.repeat(40);
const startedAt = '2026-03-29T10:00:00Z';
const url = 'https://github.com/Invictus-Labs/akashic-records/actions/runs/7';
const run = seen({ sha: runSha, started_at: startedAt, url });

/** A container whose image was built before the run started, unless told otherwise. */
function built(over: Parameters<typeof anImage>[0] = {}, more: Partial<Container> = {}): Partial<Container> {
  return { image: anImage(over), ...more };
}

function situationOf(
  containers: Partial<Container>[],
  last_good_run: Release['last_good_run'] = run,
  version: string | null = '1.4.2',
) {
  const positions = { [runSha]: seen(aPosition()), [runningSha]: seen(aPosition()) };
  return saying(contained(containers), version, { positions, last_good_run });
}

describe('an image that the last good CI run has superseded', () => {
  it('is named with both times, the commit of the run and what to do', () => {
    const situation = situationOf([built()]);
    const finding = findingOf(situation, 'image_superseded');
    expect(finding.summary).toBe(
      'akashic-records on knox-mac-mini runs an image that was built at 2026-03-29T09:42:00.000Z. The last good CI run on main started after that, at 2026-03-29T10:00:00.000Z, for ddddddd: akashic runs an older build. Deploy the image of ddddddd, or build main again.',
    );
    expect(finding).toMatchObject({ severity: 'HIGH', evidence: { run_commit: runSha, run_url: url } });
  });

  it('is one of another commit than the run, and says so once for all replicas', () => {
    const old = { revision: runningSha };
    const situation = situationOf([
      built(old, { name: 'a' }),
      built(old, { name: 'b' }),
      built({ created: '2026-03-29T10:30:00Z' }, { name: 'c' }),
    ]);
    const found = compare(situation).findings.filter(({ type }) => type === 'image_superseded');
    expect(found).toMatchObject([{ evidence: { containers: ['a', 'b'] } }]);
  });

  it('is a replica of an older commit, though /health names the head', () => {
    const situation = situationOf([built({ revision: runningSha })], run, headSha);
    expect(typesIn(situation)).toContain('image_superseded');
  });

  it.each([
    ['built when the run started', built({ created: startedAt }), run],
    ['built at the same time, by a clock that is behind', built({ created: '2026-03-29T09:56:00Z' }), run],
    ['built later', built({ created: '2026-03-29T10:00:01Z' }), run],
    ["of the run's own commit", built({ revision: runSha }), run],
    ["of the run's own commit, in short", built({ revision: runSha.slice(0, 7) }), run],
    ["of the run's own commit, written in capitals", built({ revision: runSha.toUpperCase() }), run],
    ['of the head', built({ revision: headSha }), run],
    ['without a date', built({ created: null }), run],
    ['of a builder that stamps 1970', built({ created: '1970-01-01T00:00:01Z' }), run],
    ['of a builder that stamps 1980', built({ created: '1980-01-01T00:00:01Z' }), run],
    ['with a date that is none', built({ created: 'yesterday' }), run],
    ['of a container that does not run', built({}, { state: 'exited' }), run],
    ['that the engine did not describe', { image: null }, run],
    ['of a repository that has no run', built(), seen(null)],
    ['of a repository that was not asked for runs', built(), null],
    ['whose run could not be seen', built(), unseen('timeout', 'too slow')],
  ])('is none %s', (_, container, last_good_run) => {
    expect(typesIn(situationOf([container], last_good_run))).not.toContain('image_superseded');
  });

  it("is none where /health names the run's commit or the head and the image carries no label", () => {
    for (const version of [runSha, headSha]) {
      expect(typesIn(situationOf([built()], run, version))).not.toContain('image_superseded');
    }
  });

  it('is told once where its tag has moved on too', () => {
    const situation = situationOf([built({}, { tag_image_id: `sha256:${'1a2b'.repeat(16)}` })]);
    const found = compare(situation).findings.filter(({ type }) => type === 'image_superseded');
    expect(found).toMatchObject([{ evidence: { tag: 'akashic:latest' } }]);
  });
});

describe('a last good CI run that was not seen', () => {
  const labelled = built({ revision: runningSha });

  it.each(['timeout', 'unreachable', 'denied', 'malformed'] as const)('leaves a gap for %s', (reason) => {
    const situation = situationOf([labelled], unseen(reason, 'rate limit is used up'));
    expect(compare(situation).gaps).toMatchObject([
      { service: 'akashic-records', fact: 'last good CI run', detail: 'rate limit is used up' },
    ]);
  });

  it.each([
    ['the token may not read runs', built(), unseen('unsupported', 'no access to actions')],
    ['there is none', built(), seen(null)],
    ['the image is of the head', built({ revision: headSha }), unseen('timeout', 'too slow')],
    ['the date says nothing', built({ created: '1970-01-01T00:00:01Z' }), unseen('timeout', 'too slow')],
  ])('leaves none where %s', (_, container, last_good_run) => {
    const gaps = compare(situationOf([container], last_good_run, null)).gaps;
    expect(gaps.filter(({ fact }) => fact === 'last good CI run')).toEqual([]);
  });
});
