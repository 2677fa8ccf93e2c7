import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import { seen } from '../../../../src/facts/observation.ts';
import type { Process } from '../../../../src/facts/process.ts';
import { headSha, runningSha } from '../../../support/builders.ts';
import { aRelease, aPosition } from '../../../support/facts/observed.ts';
import { aContainer, anImage } from '../../../support/facts/observed-containers.ts';
import { akashic, now, withCheckout } from '../../../support/comparison/checkout-scene.ts';
import { answering, findingOf, releasing, statusesIn, typesIn } from '../../../support/comparison/scene.ts';
import { isRated } from '../../../support/findings/is-rated.ts';

describe('restart_pending', () => {
  const moved = { moves: [{ from: runningSha, to: headSha, at: now - 3600 }] };

  it('is a checkout that moved after the process started, even if /health claims the new commit', () => {
    const situation = withCheckout(moved);
    const { severity, summary, evidence } = findingOf(situation, 'restart_pending');
    expect(severity).toBe('HIGH');
    expect(summary).toBe(
      'akashic-records on knox-mac-mini has run for 1d, but /opt/akashic moved from a3f8c21 to b9d1e44 1h ago: the running code is older than the code there. Restart it.',
    );
    expect(evidence).toMatchObject({ head_at_start: runningSha, moved_at: '2026-03-29T17:00:00.000Z' });
    expect(typesIn(situation)).toEqual(['restart_pending', 'version_mismatch']);
  });

  it('is none where nothing of the paths moved that the service is made of', () => {
    const own = { repo: null, repo_paths: ['services/api'] };
    const paths = (before: string, after: string) => ({ [runningSha]: before, [headSha]: after });
    expect(typesIn(withCheckout({ ...moved, paths: paths('aa bb', 'aa bb') }, own))).toEqual([]);
    for (const changed of [paths('aa bb', 'aa cc'), paths('-', '-'), paths('-', 'aa'), undefined])
      expect(typesIn(withCheckout({ ...moved, ...(changed ? { paths: changed } : {}) }, own))).toEqual([
        'restart_pending',
        'version_mismatch',
      ]);
  });

  it.each([5, 40])(
    'is none where it moved %i s after the start, and /health says that it runs what lies there',
    (after) => {
      const moves = [{ from: runningSha, to: headSha, at: now - 86_400 + after }];
      expect(typesIn(withCheckout({ moves }))).toEqual([]);
      const release = aRelease({ positions: { [runningSha]: seen(aPosition()) } });
      const old = releasing(
        answering(withCheckout({ moves }), akashic, { version: runningSha }),
        seen(release),
      );
      expect(typesIn(old).toSorted()).toEqual(['git_drift', 'restart_pending']);
    },
  );

  it.each([0, 30, 600])('counts from the reading of the process table, %i s before the checkout', (took) => {
    const slow = (over: Parameters<typeof withCheckout>[0]) => {
      const situation = withCheckout(over);
      const table = situation.observations.machines['knox-mac-mini']!.facts.processes!;
      if (table.ok) table.value.now = now - took;
      return situation;
    };
    const started = now - took - 86_400;
    const move = (at: number) => ({ moves: [{ from: runningSha, to: headSha, at }] });
    expect(typesIn(slow(move(started - 5)))).toEqual([]);
    expect(findingOf(slow(move(started + 90)), 'restart_pending').evidence).toMatchObject({
      started_at: new Date(started * 1000).toISOString(),
    });
  });

  it('is one finding where /health honestly names the old commit', () => {
    const release = aRelease({ positions: { [runningSha]: seen(aPosition()) } });
    const situation = releasing(
      answering(withCheckout(moved), akashic, { version: runningSha }),
      seen(release),
    );
    expect(typesIn(situation).toSorted()).toEqual(['git_drift', 'restart_pending']);
  });

  it('is certain without a reflog where the commit is younger than the process', () => {
    const young = withCheckout({ moves: [], committed_at: now - 60 });
    expect(typesIn(young)).toContain('restart_pending');
    const old = withCheckout({ moves: [] });
    expect(typesIn(old)).toEqual(['probe_failed']);
    expect(statusesIn(old)).toEqual({ [akashic]: 'unknown' });
  });

  it.each<[what: string, checkout: Parameters<typeof withCheckout>[0]]>([
    ['a reflog of the future', { moves: [{ from: '0'.repeat(40), to: headSha, at: now + 3600 }] }],
    ['a commit of the future', { moves: [], committed_at: now + 3600 }],
    ['a commit whose date is of another clock', { moves: [], committed_at: now - 86_400 + 200 }],
    ['a reflog that begins after the start', { moves: [{ from: headSha, to: headSha, at: now - 3600 }] }],
  ])('is unknown by %s', (_what, checkout) => {
    const situation = withCheckout(checkout, { repo: null });
    expect(typesIn(situation)).toEqual(['probe_failed']);
    expect(compare(situation).gaps[0]?.detail).toContain('does not reach back');
  });

  it.each<[what: string, instances: number, processes: Partial<Process>[], uptime: number | null]>([
    ['an instance that was not restarted', 2, [{}, { elapsed_seconds: 60 }], 60],
    [
      'a worker that was not, beside one that was',
      1,
      [{}, { ppid: 4182, elapsed_seconds: 80_000 }, { ppid: 4182, elapsed_seconds: 60 }],
      null,
    ],
  ])('counts %s', (_what, instances, processes, uptime_seconds) => {
    const situation = withCheckout(moved, { processes, instances });
    expect(typesIn(answering(situation, akashic, { uptime_seconds }))).toContain('restart_pending');
  });

  it('is unknown where nobody can tell when the service started', () => {
    for (const processes of [[], [{ elapsed_seconds: null }]])
      expect(statusesIn(withCheckout(moved, { processes }))).toEqual({ [akashic]: 'unknown' });
  });

  it('is CRITICAL where the service trades', () => {
    const situation = withCheckout(moved, { kind: 'trading', singleton: 'machine' });
    expect(findingOf(situation, 'restart_pending')).toMatchObject({
      severity: 'CRITICAL',
      summary: expect.stringContaining('open orders'),
    });
  });
});

describe('version_mismatch', () => {
  const mismatched = () => answering(withCheckout({}), akashic, { version: runningSha });

  it('names each that claims to know', () => {
    const { summary, severity, evidence } = findingOf(mismatched(), 'version_mismatch');
    expect(severity).toBe('HIGH');
    expect(summary).toContain('/health says a3f8c21 and /opt/akashic was at b9d1e44.');
    expect(evidence).toMatchObject({ commits: [{ sha: runningSha }, { sha: headSha }] });
  });

  it('weighs the label of the image too, and says who disagrees', () => {
    const situation = withCheckout({}, { docker_service: 'akashic' });
    const machine = situation.observations.machines['knox-mac-mini']!;
    const container = aContainer({ image: anImage({ revision: runningSha }) });
    machine.facts.containers = seen({
      silent: [],
      podman_user: null,
      swarm: {},
      engine: 'docker',
      now: '2026-03-29T18:00:00Z',
      services: { [akashic]: [container] },
    });
    expect(findingOf(situation, 'version_mismatch').summary).toContain(
      '/health says b9d1e44, its image was built from a3f8c21 and /opt/akashic was at b9d1e44.',
    );
  });

  it('is unknown, and no finding, where the container was replaced while it was asked', () => {
    const situation = withCheckout({}, { docker_service: 'akashic' });
    const machine = situation.observations.machines['knox-mac-mini']!;
    machine.duration_ms = 4000;
    const replaced = (started_at: string) => {
      const container = aContainer({ image: anImage({ revision: runningSha }), started_at });
      const now = '2026-03-29T18:00:00Z';
      machine.facts.containers = seen({
        silent: [],
        podman_user: null,
        swarm: {},
        engine: 'docker',
        now,
        services: { [akashic]: [container] },
      });
      return typesIn(situation);
    };
    expect(replaced('2026-03-29T17:59:57Z')).toEqual(['probe_failed']);
    expect(replaced('2026-03-29T17:59:55Z')).toContain('version_mismatch');
  });

  it.each([headSha.slice(0, 7), headSha.toUpperCase(), `${headSha}-dirty`, '20260329', '1.4.2', null])(
    'is not raised by %s',
    (version) => {
      expect(typesIn(answering(withCheckout({}), akashic, { version }))).not.toContain('version_mismatch');
    },
  );
});

isRated('restart_pending', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('version_mismatch', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
