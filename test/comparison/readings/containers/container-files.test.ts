import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import type { Situation } from '../../../../src/comparison/rule.ts';
import type { Inside } from '../../../../src/facts/files/file.ts';
import { seen, unseen } from '../../../../src/facts/observation.ts';
import type { Observation } from '../../../../src/facts/observation.ts';
import { aMachineObservation } from '../../../support/facts/observed.ts';
import { aFileFact, aScannedFile, watching } from '../../../support/comparison/file-scene.ts';
import { findingOf, statusesIn, typesIn, withMachine } from '../../../support/comparison/scene.ts';

const file = { path: '/app/conf', in: 'container' as const, mode: '600', secret: false };

function anInside(over: Partial<Inside> = {}): Inside {
  const files = { '/app/conf': seen(aFileFact()) };
  return {
    container: 'shop-web-1',
    engine: 'docker',
    files,
    scans: { '/app': seen({ files: [], rest: null }) },
    ...over,
  };
}

/** akashic-records in containers, with a file and a folder watched in them. */
function inside(containers: Observation<Inside[]>): Situation {
  const situation = watching({ docker_service: 'web', files: [file], scan: ['/app'] }, {});
  const before = situation.observations.machines['knox-mac-mini'];
  const facts = {
    ...before?.facts,
    containers: seen({
      silent: [],
      podman_user: null,
      swarm: {},
      engine: 'docker' as const,
      now: '2026-03-29T18:00:00Z',
      services: {},
    }),
    container_files: seen({ 'akashic-records': containers }),
  };
  return withMachine(situation, aMachineObservation({ ...before, facts }));
}

const permissions = (situation: Situation) =>
  compare(situation).findings.filter(({ category }) => category === 'permissions');

describe('files inside containers', () => {
  it('as the manifest describes them change nothing', () => {
    expect(permissions(inside(seen([anInside()])))).toEqual([]);
    expect(compare(inside(seen([anInside()]))).gaps.filter(({ fact }) => /file|scan/.test(fact))).toEqual([]);
  });

  it('are judged in each container, and the advice outlives the container', () => {
    const scans = {
      '/app': seen({ files: [aScannedFile({ path: '/app/run.py', mode: '0666' })], rest: null }),
    };
    const situation = inside(seen([anInside({ scans }), anInside({ container: 'shop-web-2', scans })]));
    const found = permissions(situation);
    expect(found.map(({ type }) => type)).toEqual(['world_writable', 'world_writable']);
    expect(new Set(found.map(({ id }) => id)).size).toBe(2);
    expect(new Set(found.map(({ evidence }) => evidence['container']))).toEqual(
      new Set(['shop-web-1', 'shop-web-2']),
    );
    expect(findingOf(situation, 'world_writable').summary).toMatch(
      /every user in it can change \/app\/run\.py in the container shop-web-\d \(mode 0666, owner knox\)\. Set that in its Dockerfile, .*run: docker exec -u 0 shop-web-\d chmod o-w \/app\/run\.py$/,
    );
  });

  it('are put right by the engine that runs the container', () => {
    const scans = {
      '/app': seen({ files: [aScannedFile({ path: '/app/run.py', mode: '0666' })], rest: null }),
    };
    const fact = seen(aFileFact({ mode: '0640', owner: 'root' }));
    const podman = anInside({ engine: 'podman', scans, files: { '/app/conf': fact } });
    for (const { summary } of permissions(inside(seen([podman])))) {
      expect(summary).toContain('run: podman exec -u 0 shop-web-1 chmod');
      expect(summary).not.toContain('docker');
    }
  });

  it.each([
    ['another mode', seen(aFileFact({ mode: '0640' })), 'wrong_mode'],
    ['no such file', seen(null), 'file_missing'],
  ])('that differ are findings: %s', (_what, fact, type) => {
    const situation = inside(seen([anInside({ files: { '/app/conf': fact } })]));
    expect(permissions(situation).map((finding) => finding.type)).toEqual([type]);
    expect(permissions(situation)[0]?.summary).toContain('/app/conf in the container shop-web-1');
  });

  it.each([
    ['a container without a shell', unseen('unsupported', 'web has no shell')],
    [
      'a file that could not be read',
      seen([anInside({ files: { '/app/conf': unseen('denied', 'no right') } })]),
    ],
    [
      'a folder that could not be searched',
      seen([anInside({ scans: { '/app': unseen('unsupported', 'there is no such folder') } })]),
    ],
  ])('that were not seen leave the service unknown: %s', (_what, containers) => {
    const situation = inside(containers);
    expect(permissions(situation)).toEqual([]);
    expect(compare(situation).gaps.filter(({ fact }) => /file|scan/.test(fact))).toHaveLength(1);
    expect(typesIn(situation)).not.toContain('file_missing');
    expect(statusesIn(situation)).not.toEqual({ 'akashic-records': 'in_sync' });
  });
});
