import { describe, expect, it } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import { seen, unseen } from '../../src/facts/observation.ts';
import { headSha, runningSha } from '../support/builders.ts';
import { aLayer, anImage } from '../support/facts/observed-containers.ts';
import { aCommit, aPosition } from '../support/facts/observed.ts';
import { contained, saying } from '../support/comparison/container-scene.ts';
import { findingOf, releasing, statusesIn, typesIn } from '../support/comparison/scene.ts';
import { isRated } from '../support/findings/is-rated.ts';

const unknown = { 'akashic-records': 'unknown' };
const old = anImage({ created: '2026-03-12T08:00:00Z', layers: anImage().layers?.slice(2) ?? [] });
const unnamed = '1.4.2';

describe('image_stale', () => {
  it('says how old the image is, and what has come since', () => {
    const finding = findingOf(saying(contained([{ image: old }]), unnamed), 'image_stale');
    expect(finding.summary).toBe(
      'akashic-records on knox-mac-mini runs an image that was built on 2026-03-12, 17 days ago, and main has moved since: it is b9d1e44 (2026-03-29), reindex logic updated. The limit is 7 days. Build main and deploy it.',
    );
    expect([finding.severity, finding.actual]).toEqual(['HIGH', '2026-03-12T08:00:00.000Z']);
  });

  it.each([
    [
      'no older than the manifest allows',
      { image: old },
      unnamed,
      { image: { max_age_days: 18 } },
      aCommit(),
    ],
    [
      'of a branch that has not moved',
      { image: old },
      unnamed,
      {},
      aCommit({ date: '2026-03-01T08:00:00Z' }),
    ],
    ['of main itself, whatever its date', { image: old }, headSha, {}, aCommit()],
    ['labelled with main itself', { image: { ...old, revision: headSha } }, unnamed, {}, aCommit()],
    ['of a container that does not run', { image: old, state: 'exited' }, unnamed, {}, aCommit()],
    [
      'of a build that stamps 1970',
      { image: { ...old, created: '1970-01-01T00:00:01Z' } },
      unnamed,
      {},
      aCommit(),
    ],
    ['of a commit without a date', { image: old }, unnamed, {}, aCommit({ date: 'soon' })],
  ])('is no image %s', (_, container, version, over, head) => {
    expect(typesIn(saying(contained([container], over), version, { head }))).not.toContain('image_stale');
  });

  it('is unknown for a build without a date, unless it says which commit it is', () => {
    const image = { ...old, created: '1970-01-01T00:00:01Z' };
    const bare = saying(contained([{ image }]), null);
    expect(compare(bare).gaps).toMatchObject([{ fact: 'image of akashic' }]);
    expect(statusesIn(saying(contained([{ image }]), headSha))).toEqual({ 'akashic-records': 'in_sync' });
  });

  it.each([
    ["a commit's date for every layer", '2026-03-12T08:00:00Z', '2026-03-12T08:00:00Z', ['image_age']],
    ['a time of its own for each layer', '2026-03-12T08:00:00Z', '2026-03-12T07:59:00Z', []],
    ['a clock that happens to give one time', '2026-03-12T08:00:00.123Z', '2026-03-12T08:00:00.123Z', []],
  ])('is unknown for a builder that sets the date: %s', (_, created, copied, gaps) => {
    const layers = [aLayer('CMD ["x"]', created, 0), aLayer('COPY . /app', copied)];
    const situation = saying(contained([{ image: anImage({ created, layers }) }]), null);
    expect(compare(situation).gaps.map(({ of }) => of)).toEqual(gaps);
    expect(typesIn(situation).includes('image_stale')).toBe(gaps.length === 0);
  });

  it('is unknown where the engine did not describe the image, or its history', () => {
    expect(statusesIn(contained([{ image: null }]))).toEqual(unknown);
    expect(statusesIn(contained([{ image: anImage({ layers: null }) }]))).toEqual(unknown);
  });

  it('is unknown where the repository was not read', () => {
    const situation = releasing(contained([{ image: old }], { endpoints: [] }), unseen('denied', 'no token'));
    expect(typesIn(situation).toSorted()).toEqual(['health_missing', 'probe_failed']);
    expect(compare(situation).gaps).toMatchObject([{ fact: 'head of main' }]);
  });
});

describe('image_superseded', () => {
  it.each([
    [{ compose_service: 'web' }, 'Recreate the container: `docker compose up -d`'],
    [
      { compose_service: 'web', engine: 'podman' },
      '`podman compose up -d`, or `podman-compose up -d` before',
    ],
    [{}, 'the way it was created: '],
    [
      { swarm: { service: 'shop_web', stack: null, slot: '1' } },
      'Run `docker service update --force shop_web`.',
    ],
  ] as const)('is cured by what fits %j', (over, cure) => {
    const situation = contained([{ tag_image_id: `sha256:${'1a2b'.repeat(16)}`, ...over }]);
    expect(findingOf(situation, 'image_superseded').summary).toContain(cure);
  });

  it('is a tag that names another image, once for all replicas', () => {
    const tag_image_id = `sha256:${'1a2b'.repeat(16)}`;
    const situation = contained([{ tag_image_id, name: 'a' }, { tag_image_id, name: 'b' }, { name: 'c' }]);
    expect(typesIn(situation)).toEqual(['image_superseded']);
    expect(findingOf(situation, 'image_superseded').summary).toContain(
      'runs image 4e924e924e92, but its tag akashic:latest now names 1a2b1a2b1a2b, another image. a and b still run the one from before.',
    );
  });

  it.each([
    ['2026-03-29T11:00:00Z', ', a newer image. akashic still runs'],
    // Somebody rolled the tag back, and the container still runs what was to go.
    ['2026-03-20T11:00:00Z', ', an older image, built on 2026-03-20. akashic still runs'],
    ['1970-01-01T00:00:01Z', ', another image. akashic still runs'],
    [null, ', another image. akashic still runs'],
  ])('says whether the image of %s that the tag names is newer', (tag_created, said) => {
    const situation = contained([{ tag_image_id: `sha256:${'1a2b'.repeat(16)}`, tag_created }]);
    expect(findingOf(situation, 'image_superseded').summary).toContain(said);
  });

  it('is no tag that names the same image, built again with other attestations', () => {
    const tag_image_id = `sha256:${'1a2b'.repeat(16)}`;
    expect(typesIn(contained([{ tag_image_id, tag_same: true }]))).toEqual([]);
  });

  it.each([
    [{ tag_image_id: null, tag_unread: 'Error: context deadline exceeded' }, 'context deadline exceeded'],
    [{ tag_image_id: `sha256:${'1a2b'.repeat(16)}`, image: null }, 'its own was not described'],
  ])('is unknown where it was not read: %j', (over, said) => {
    const situation = contained([over]);
    expect(typesIn(situation)).toEqual(['probe_failed']);
    const { gaps } = compare(situation);
    expect(gaps.find(({ of }) => of === 'image_tag')?.detail).toContain(said);
  });

  it('is no tag that names nothing any more', () => {
    expect(typesIn(contained([{ tag_image_id: null }]))).toEqual([]);
  });

  it('reads ids with and without their algorithm as the same', () => {
    expect(typesIn(contained([{ tag_image_id: '4e92'.repeat(16) }]))).toEqual([]);
  });
});

describe("the image's label", () => {
  const labelled = (revision: string, ...more: string[]) =>
    contained(
      [revision, ...more].map((text, at) => ({ name: `c${at}`, image: anImage({ revision: text }) })),
    );
  const positions = { [runningSha]: seen(aPosition()) };

  it.each([
    ['a version that names no commit', unnamed],
    ['no version', null],
  ])('is the running commit where /health gives %s', (_, version) => {
    const situation = saying(labelled(runningSha), version, { positions });
    expect(typesIn(situation)).toEqual(['git_drift']);
    expect(compare(situation).services[0]).toMatchObject({ running_sha: runningSha, commits_behind: 4 });
  });

  it('is the running commit where there is no endpoint at all', () => {
    const situation = contained([{ image: anImage({ revision: runningSha }) }], { endpoints: [] });
    expect(typesIn(saying(situation, null, { positions }))).toContain('git_drift');
  });

  it('is not asked where /health names a commit', () => {
    expect(compare(saying(labelled('c'.repeat(40)), headSha)).services[0]?.running_sha).toBe(headSha);
  });

  it('of a replica that lags behind is the one that counts', () => {
    expect(typesIn(saying(labelled(headSha, runningSha), unnamed, { positions }))).toEqual(['git_drift']);
  });

  it('may tell of uncommitted changes', () => {
    const situation = saying(labelled(`${headSha}-dirty`), null);
    expect(findingOf(situation, 'dirty_build').summary).toContain(`its image is labelled ${headSha}-dirty`);
  });

  it('that names no commit leaves the version unknown', () => {
    expect(typesIn(saying(labelled('v2'), unnamed))).toEqual(['version_unknown']);
  });
});

isRated('image_stale', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('image_superseded', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
