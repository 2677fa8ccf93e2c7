import { describe, expect, it } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import type { Container } from '../../src/facts/container.ts';
import { seen, unseen } from '../../src/facts/observation.ts';
import { commitTagOf } from '../../src/text/image-tag.ts';
import { headSha, runningSha } from '../support/builders.ts';
import { contained, saying } from '../support/comparison/container-scene.ts';
import { typesIn } from '../support/comparison/scene.ts';
import { anImage } from '../support/facts/observed-containers.ts';
import { aPosition } from '../support/facts/observed.ts';

const short = runningSha.slice(0, 7);

describe('a tag that may name a commit', () => {
  it.each([
    [`app:sha-${short}`, `sha-${short}`],
    [`registry.example:5000/knox/app:main-${short}`, `main-${short}`],
    [`app:${runningSha}@sha256:${'4e'.repeat(32)}`, runningSha],
    [`app@sha256:${'4e'.repeat(32)}`, null],
    [`sha256:${'4e'.repeat(32)}`, null],
    ['app:latest', null],
    ['app:1.4.2', null],
    ['app', null],
    ['registry.example:5000000/app', null],
    ['app:$(touch x)', null],
    ['', null],
  ])('is read from %s', (ref, tag) => {
    expect(commitTagOf(ref)).toBe(tag);
  });
});

describe('an image with a commit in its tag', () => {
  const running = (
    image_ref: string,
    over: Partial<Container> = {},
    named: Record<string, string | null> = {},
  ) =>
    saying(contained([{ image_ref, ...over }], { endpoints: [] }), null, {
      positions: { [runningSha]: seen(aPosition()), [short]: seen(aPosition()) },
      named: Object.fromEntries(Object.entries(named).map(([tag, sha]) => [tag, seen(sha)])),
    });
  const shaOf = (situation: ReturnType<typeof running>) => compare(situation).services[0]?.running_sha;

  it('runs that commit, where the repository knows it', () => {
    const situation = running(`app:main-${short}`, {}, { [`main-${short}`]: runningSha });
    expect(typesIn(situation)).toContain('git_drift');
    expect(shaOf(situation)).toBe(runningSha);
    expect(shaOf(running(`app:${short}`))).toBe(short);
  });

  it('runs an unknown version, where it does not', () => {
    expect(shaOf(running('app:main-deadbee', {}, { 'main-deadbee': null }))).toBe(null);
    expect(shaOf(running('app:deadbee'))).toBe(null);
    expect(typesIn(running('app:deadbee'))).not.toContain('git_unknown_commit');
  });

  it('runs what its label says, where it has one', () => {
    const image = anImage({ revision: headSha });
    expect(shaOf(running(`app:main-${short}`, { image }, { [`main-${short}`]: runningSha }))).toBe(headSha);
  });

  it('is unknown where the repository did not answer', () => {
    const tag = `main-${short}`;
    const situation = saying(contained([{ image_ref: `app:${tag}` }], { endpoints: [] }), null, {
      named: { [tag]: unseen('timeout', 'GitHub did not answer') },
    });
    expect(compare(situation).services).toMatchObject([{ status: 'unknown', running_sha: null }]);
  });
});
