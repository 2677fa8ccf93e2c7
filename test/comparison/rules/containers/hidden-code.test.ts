import { describe, expect, it } from 'vitest';
import type { Container, Layer } from '../../../../src/facts/container.ts';
import type { Service } from '../../../../src/inventory/manifest.ts';
import { hidingMount } from '../../../../src/comparison/readings/containers/hidden-code.ts';
import { seen } from '../../../../src/facts/observation.ts';
import { compare } from '../../../support/comparison/compare.ts';
import { contained, saying } from '../../../support/comparison/container-scene.ts';
import { releasing, typesIn } from '../../../support/comparison/scene.ts';
import { headSha, runningSha } from '../../../support/builders.ts';
import { aContainer, aLayer, anImage } from '../../../support/facts/observed-containers.ts';
import { aPosition, aRelease } from '../../../support/facts/observed.ts';

const at = '2026-03-29T09:41:00Z';
const base = [
  aLayer('CMD ["node"]', at, 0),
  aLayer('COPY docker-entrypoint.sh /usr/local/bin/ # buildkit', at, 400),
  aLayer('/bin/sh -c #(nop) ADD file:1f in / ', at, 90_000_000),
];
const dockerfile = (...newestLast: Layer[]) => [
  aLayer('CMD ["node" "main.js"]', at, 0),
  ...newestLast.toReversed(),
  ...base,
];
const work = aLayer('WORKDIR /srv/app', at, 0);
const copy = (what: string, size: number | null = 5000) => aLayer(`COPY ${what} # buildkit`, at, size);
const hiding = (layers: Layer[], ...mounts: string[]) =>
  hidingMount(aContainer({ mounts, image: anImage({ layers }) }));

describe('a mount', () => {
  it.each<[what: string, layers: Layer[], mounts: string[]]>([
    ['at the folder of the code', dockerfile(copy('. /app')), ['/app']],
    ['above it', dockerfile(copy('dist /srv/app/dist')), ['/srv/app']],
    ['at the working folder', dockerfile(work, copy('package.json ./', 300), copy('. .')), ['/srv/app']],
    ['at most of it', dockerfile(copy('. /app'), copy('start.sh /', 200)), ['/data', '/app']],
    [
      'at the code of the classic builder',
      dockerfile(aLayer('/bin/sh -c #(nop) COPY dir:3f in /app ', at)),
      ['/app'],
    ],
    ['at all of it, of unknown size', dockerfile(copy('. /app', null)), ['/app']],
  ])('%s hides the image', (_, layers, mounts) => {
    expect(hiding(layers, ...mounts)).toBe(mounts.at(-1));
  });

  it.each<[what: string, layers: Layer[], mounts: string[]]>([
    ['of data beside the code', dockerfile(copy('. /app')), ['/data', '/app/data', '/app/config.yaml']],
    ['whose name begins alike', dockerfile(copy('. /app')), ['/ap', '/app-data']],
    [
      'of one file of settings',
      dockerfile(copy('. /app'), copy('web.conf /etc/web/web.conf', 80)),
      ['/etc/web'],
    ],
    ['of some of it, of unknown size', dockerfile(copy('. /app', null), copy('a /b', null)), ['/app']],
    ['over the files of a base image', base, ['/usr/local/bin']],
    ['of an image without a history', [], ['/app']],
  ])('%s hides nothing', (_, layers, mounts) => {
    expect(hiding(layers, ...mounts)).toBeNull();
  });
});

describe('a container whose code is in a mount', () => {
  const image = anImage({
    created: '2026-03-12T08:00:00Z',
    revision: runningSha,
    layers: dockerfile(copy('. /app')).map((layer) => ({ ...layer, created: '2026-03-12T07:00:00Z' })),
  });
  const inMount: Partial<Container> = { image, mounts: ['/app'] };
  const release = aRelease({ positions: { [runningSha]: seen(aPosition()) } });
  const judged = (container: Partial<Container>, over: Partial<Service> = {}) => {
    const situation = releasing(contained([container], { endpoints: [], ...over }), seen(release));
    const types = typesIn(situation).filter((type) => type !== 'health_missing');
    return { types, gaps: compare(situation).gaps.map(({ of, detail }) => `${of}: ${detail}`) };
  };

  it('runs an unknown commit, whatever its image is labelled', () => {
    expect(judged({ image }).types).toContain('git_drift');
    const { types, gaps } = judged(inMount);
    expect(types).toEqual(['probe_failed']);
    expect(gaps.join()).toContain('running_commit: a mount at /app hides the files of the image of akashic');
    const head = { ...inMount, image: { ...image, revision: headSha } };
    expect(judged(head).gaps.join()).toContain('a mount at /app hides');
  });

  it('is known by what /health says, and by nothing of its image', () => {
    const situation = saying(contained([inMount]), headSha, { positions: release.positions });
    expect(typesIn(situation)).toEqual([]);
    expect(compare(situation).gaps).toEqual([]);
  });

  it('needs no label where there is no repository', () => {
    expect(judged(inMount, { repo: null })).toEqual({ types: [], gaps: [] });
  });
});
