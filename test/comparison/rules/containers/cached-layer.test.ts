import { describe, expect, it } from 'vitest';
import { ownCopies } from '../../../../src/comparison/readings/containers/own-layers.ts';
import { releaseKey } from '../../../../src/facts/release.ts';
import { seen } from '../../../../src/facts/observation.ts';
import { headSha, runningSha } from '../../../support/builders.ts';
import { aLayer, anImage } from '../../../support/facts/observed-containers.ts';
import { aCommit, aRelease, aPosition } from '../../../support/facts/observed.ts';
import { contained, saying } from '../../../support/comparison/container-scene.ts';
import { findingOf, typesIn } from '../../../support/comparison/scene.ts';
import { isRated } from '../../../support/findings/is-rated.ts';

// main's head is of 2026-03-29T09:12Z, the image of 09:42Z.
const after = '2026-03-29T09:41:00Z';
const before = '2026-03-29T08:00:00Z';
const base = [
  aLayer('CMD ["node"]', '2025-01-01T00:00:00Z', 0),
  aLayer('COPY docker-entrypoint.sh /usr/local/bin/ # buildkit', '2025-01-01T00:00:00Z'),
  aLayer('/bin/sh -c #(nop) ADD file:1f in / ', '2025-01-01T00:00:00Z'),
];
const copy = (at: string) => aLayer('COPY . /app # buildkit', at);
const run = (at: string) => aLayer('RUN /bin/sh -c chmod -R go-w /app # buildkit', at);
const cmd = aLayer('CMD ["node" "main.js"]', after, 0);
const label = aLayer('LABEL org.opencontainers.image.revision=b9d1e44', after, 0);

describe('cached_layer', () => {
  it('names the instruction, the dates and the cure', () => {
    const image = anImage({ layers: [cmd, run(after), copy(before), ...base] });
    const finding = findingOf(saying(contained([{ image }]), '1.4.2'), 'cached_layer');
    expect(finding.summary).toBe(
      'akashic-records on knox-mac-mini runs an image that was built at 2026-03-29T09:42Z, after b9d1e44 (2026-03-29). But its files were copied at 2026-03-29T08:00Z, before it: the layer "COPY . /app" came from the build cache. Unless that commit changes no copied file, the image lacks it. Check out main, and build with docker build --no-cache.',
    );
    expect(finding.severity).toBe('HIGH');
  });

  it.each([
    ['whose label claims the head', [label, cmd, copy(before)], { revision: headSha }, '1.4.2'],
    ['whose /health claims the head', [cmd, copy(before)], {}, headSha],
    ['of the classic builder', [cmd, aLayer('/bin/sh -c #(nop) COPY dir:3f in /app ', before)], {}, '1.4.2'],
    ['with an ADD', [cmd, aLayer('ADD app.tar /app', before), copy('2026-03-29T07:00:00Z')], {}, '1.4.2'],
  ])('is an image %s', (_, layers, over, version) => {
    const image = anImage({ layers, ...over });
    expect(typesIn(saying(contained([{ image }]), version))).toContain('cached_layer');
  });

  it.each([
    ['one of whose copies is new', [cmd, copy(after), copy(before), ...base], {}],
    ['that copies nothing itself, on a base that does', [cmd, run(after), ...base], {}],
    ['that runs what it runs', [cmd, run(before), ...base], {}],
    ['whose layers are of 1970', [cmd, copy('1970-01-01T00:00:01Z')], {}],
    ['whose layers have no date', [cmd, aLayer('COPY . /app', null), copy(before)], {}],
    ['that is itself of 1970', [cmd, copy(before)], { created: '1970-01-01T00:00:01Z' }],
    ['that was built before the commit', [cmd, copy(before)], { created: '2026-03-29T09:00:00Z' }],
    ['without a history', [], {}],
  ])('is no image %s', (_, layers, over) => {
    const situation = saying(contained([{ image: anImage({ layers, ...over }) }]), '1.4.2');
    expect(typesIn(situation)).not.toContain('cached_layer');
  });

  it.each([
    ['is none where the label names a commit that touches none of its paths', runningSha, []],
    ['is one where that commit touches them', headSha, ['cached_layer']],
  ])('%s', (_, touched, found) => {
    const own = ['services/api'];
    const image = anImage({ layers: [label, cmd, copy(before)], revision: headSha });
    const situation = saying(contained([{ image }], { repo_paths: own }), headSha);
    const release = aRelease({ touched: { ...aRelease().head, sha: touched } });
    situation.observations.releases[releaseKey('Invictus-Labs/akashic-records', 'main', own)] = seen(release);
    expect(typesIn(situation).filter((type) => type === 'cached_layer')).toEqual(found);
  });

  it.each([
    ['is none where the commit came while one build ran', '1.4.2', '09:30', []],
    ['is one where the build would have taken too long', '1.4.2', '09:42', ['cached_layer']],
    ['is one where /health claims that very commit', headSha, '09:30', ['cached_layer']],
  ])('%s', (_, version, at, found) => {
    const layers = [cmd, copy('2026-03-29T09:11:00Z'), ...base];
    const image = anImage({ layers, created: `2026-03-29T${at}:00Z` });
    const types = typesIn(saying(contained([{ image }]), version));
    expect(types.filter((type) => type === 'cached_layer')).toEqual(found);
  });

  it('is no rebuild of an old commit on purpose: that is drift alone', () => {
    const image = anImage({ revision: runningSha, layers: [label, cmd, copy(before), ...base] });
    const positions = { [runningSha]: seen(aPosition()) };
    expect(typesIn(saying(contained([{ image }]), null, { positions }))).toEqual(['git_drift']);
  });

  it('is an image of which /health still tells the old commit, rebuilt since the fix', () => {
    const image = anImage({ created: '2026-03-28T09:00:00Z', layers: [cmd, copy('2026-03-27T08:30:00Z')] });
    const positions = { [runningSha]: seen(aPosition()) };
    const situation = saying(contained([{ image }]), runningSha, { positions });
    expect(typesIn(situation).toSorted()).toEqual(['cached_layer', 'git_drift']);
    expect(findingOf(situation, 'cached_layer').evidence['commit']).toBe('c'.repeat(40));
  });

  it('is told once for all replicas', () => {
    const image = anImage({ layers: [cmd, copy(before)] });
    const situation = saying(
      contained([
        { image, name: 'a' },
        { image, name: 'b' },
      ]),
      headSha,
    );
    expect(typesIn(situation)).toEqual(['cached_layer']);
  });

  it('is nothing that can be told without a repository, or of a commit without a date', () => {
    const image = anImage({ layers: [cmd, copy(before)] });
    expect(typesIn(contained([{ image }], { repo: null }))).toEqual([]);
    const head = aCommit({ date: 'soon' });
    expect(typesIn(saying(contained([{ image }]), headSha, { head }))).toEqual([]);
  });
});

describe("an image's own copies", () => {
  it.each([
    ['end where its base began', [cmd, copy(after), ...base], ['COPY . /app # buildkit']],
    ['are found below labels that come last', [label, cmd, copy(after), ...base], ['COPY . /app # buildkit']],
    ['are found without a CMD', [copy(after), ...base], ['COPY . /app # buildkit']],
    ['may be none', [cmd, run(after), ...base], []],
  ])('%s', (_, layers, own) => {
    expect(ownCopies(layers).map(({ created_by }) => created_by)).toEqual(own);
  });
});

isRated('cached_layer', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
