import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import type { Container } from '../../../../src/facts/container.ts';
import { seen, unseen } from '../../../../src/facts/observation.ts';
import { auditedAt } from '../../../support/builders.ts';
import { aContainer } from '../../../support/facts/observed-containers.ts';
import { aSituation } from '../../../support/facts/observed.ts';
import { contained } from '../../../support/comparison/container-scene.ts';
import { findingOf, statusesIn, typesIn } from '../../../support/comparison/scene.ts';
import { isRated } from '../../../support/findings/is-rated.ts';

const unknown = { 'akashic-records': 'unknown' };
const inSync = { 'akashic-records': 'in_sync' };

describe('a service in a container', () => {
  it.each([
    ['runs', [{}]],
    ['runs without a health check', [{ health: null }]],
    ['runs, starting up', [{ health: 'starting' }]],
    [
      'runs three times in one project',
      [
        { name: 'a', project: 'p' },
        { name: 'b', project: 'p' },
      ],
    ],
    ['was started by its policy long ago', [{ restart_count: 40 }]],
    ['was started twice, just now', [{ restart_count: 2, started_at: '2026-03-29T17:59:59Z' }]],
  ])('is in sync where it %s', (_, containers) => {
    expect(typesIn(contained(containers))).toEqual([]);
    expect(statusesIn(contained(containers))).toEqual(inSync);
  });

  it.each([
    ['container_missing', [], 'docker knows none named akashic, running or stopped'],
    [
      'container_not_running',
      [
        {
          state: 'exited',
          exit_code: 137,
          oom_killed: true,
          finished_at: '2026-03-29T16:00:00.5Z',
          health: 'unhealthy',
        },
      ],
      'is exited since 2026-03-29T16:00Z with exit code 137, OOM-killed.',
    ],
    ['container_not_running', [{ state: 'created', started_at: null }], 'created, never started'],
    ['container_not_running', [{ state: 'paused' }], 'unpause it'],
    ['container_not_running', [{ state: 'dead', exit_code: null }], 'is dead.'],
    ['container_unhealthy', [{ health: 'unhealthy' }], 'fails its own health check'],
    ['restart_loop', [{ state: 'restarting', restart_count: 1 }], 'has started it 1 time'],
    [
      'restart_loop',
      [{ restart_count: 3, started_at: '2026-03-29T17:59:00Z' }],
      'has started it 3 times, last 1m ago',
    ],
  ])('is %s', (type, containers, part) => {
    const situation = contained(containers);
    expect(typesIn(situation)).toEqual([type]);
    expect(compare(situation).findings[0]?.summary).toContain(part);
  });

  it('has a finding for each replica that is down, with an id of its own', () => {
    const { findings } = compare(
      contained([{ name: 'a', state: 'exited' }, { name: 'b', state: 'exited' }, { name: 'c' }]),
    );
    expect(findings.map(({ type }) => type)).toEqual(['container_not_running', 'container_not_running']);
    expect(findings[0]?.id).not.toBe(findings[1]?.id);
  });

  it('keeps the id of a finding while its numbers move', () => {
    const at = (restart_count: number, started_at: string) =>
      findingOf(contained([{ restart_count, started_at }]), 'restart_loop').id;
    expect(at(3, '2026-03-29T17:59:00Z')).toBe(at(9, '2026-03-29T17:51:00Z'));
  });

  it.each([
    ['denied', unseen('denied', 'add it to the group docker'), ['probe_failed']],
    ['hung', unseen('timeout', 'containers did not answer within 10 s'), ['probe_failed']],
    ['without docker', unseen('unsupported', 'neither docker nor podman'), ['probe_failed']],
  ])('is unknown where docker is %s, and not missing', (_, fact, types) => {
    expect(typesIn(contained(fact))).toEqual(types);
    expect(statusesIn(contained(fact))).toEqual(unknown);
  });

  it('is unknown, and not missing, where containers came and went while they were listed', () => {
    const situation = contained(
      seen({ silent: [], podman_user: null, swarm: {}, engine: 'docker', now: auditedAt, services: {} }),
    );
    expect(typesIn(situation)).toEqual(['probe_failed']);
    expect(statusesIn(situation)).toEqual(unknown);
  });

  it('is unknown where nobody asked for its containers', () => {
    const situation = contained([]);
    const { containers: _, ...facts } = situation.observations.machines['knox-mac-mini']!.facts;
    situation.observations.machines['knox-mac-mini']!.facts = facts;
    expect(statusesIn(situation)).toEqual(unknown);
  });

  it('is unknown where two compose projects have a service of the name, with what to write', () => {
    const situation = contained([
      { name: 'a', project: 'blog', compose_service: 'akashic', state: 'exited' },
      { name: 'b', project: 'shop', compose_service: 'akashic' },
    ]);
    expect(statusesIn(situation)).toEqual(unknown);
    expect(findingOf(situation, 'probe_failed').summary).toContain('blog and shop): write PROJECT-akashic');
  });

  it.each<[made_at: string | undefined, over: Partial<Container>, type: string]>([
    ['2026-03-29T12:00:00Z', {}, 'restart_loop'],
    // It died three times in a quarter of a year, the last time just now.
    ['2026-01-02T12:00:00Z', {}, 'probe_failed'],
    ['2026-01-02T12:00:00Z', { state: 'restarting' }, 'restart_loop'],
    [undefined, {}, 'restart_loop'],
  ])('is a loop by how often its policy has started it since %s, with %j: %s', (made_at, over, type) => {
    const made = made_at === undefined ? {} : { made_at };
    const situation = contained([{ restart_count: 3, started_at: '2026-03-29T17:59:00Z', ...made, ...over }]);
    expect(typesIn(situation)).toEqual([type]);
  });

  it.each([
    ['starting', '2026-03-29T15:00:00Z', ['health of container akashic']],
    ['starting', '2026-03-29T17:30:00Z', []],
    ['healthy', '2026-03-29T15:00:00Z', []],
    [null, '2026-03-29T15:00:00Z', []],
  ])('is unknown where its health check, %s since %s, never gave a result', (health, started_at, facts) => {
    const situation = contained([{ health, started_at, engine: 'podman' }]);
    expect(compare(situation).gaps.map(({ fact }) => fact)).toEqual(facts);
    expect(typesIn(situation)).toEqual(facts.length === 0 ? [] : ['probe_failed']);
  });

  it('shows hostile text of a machine as plain text', () => {
    const name = 'x\u001B[31m';
    const fact = seen({
      silent: [],
      podman_user: null,
      swarm: {},
      engine: 'docker' as const,
      now: auditedAt,
      services: { 'akashic-records': [aContainer({ project: name }), aContainer({ project: 'y' })] },
    });
    expect(findingOf(contained(fact), 'probe_failed').summary).not.toMatch(/\p{Cc}/u);
  });

  it('changes nothing for a service without one', () => {
    expect(statusesIn(aSituation())).toEqual(inSync);
  });

  it('is no matter for /dupes', () => {
    expect(typesIn({ ...contained([]), only: 'processes' })).toEqual([]);
  });

  it('is CRITICAL where it does not run, and HIGH where it restarts', () => {
    expect(findingOf(contained([]), 'container_missing').severity).toBe('CRITICAL');
    expect(findingOf(contained([{ state: 'exited' }]), 'container_not_running').severity).toBe('CRITICAL');
    expect(findingOf(contained([{ state: 'restarting' }]), 'restart_loop').severity).toBe('HIGH');
  });
});

isRated('container_unhealthy', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('restart_loop', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('container_missing', ['CRITICAL', 'CRITICAL', 'CRITICAL'], 'CRITICAL');
isRated('container_not_running', ['CRITICAL', 'CRITICAL', 'CRITICAL'], 'CRITICAL');
