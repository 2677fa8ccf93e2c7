import { describe, expect, it } from 'vitest';
import type { Container } from '../../../../src/facts/container.ts';
import type { Service } from '../../../../src/inventory/manifest.ts';
import { compare } from '../../../support/comparison/compare.ts';
import { contained } from '../../../support/comparison/container-scene.ts';
import { findingOf, typesIn } from '../../../support/comparison/scene.ts';

const ended: Partial<Container> = {
  state: 'exited',
  exit_code: 0,
  pid: null,
  health: null,
  restart_policy: 'no',
  finished_at: '2026-03-29T16:00:00Z',
};

function judged(over: Partial<Container>, service: Partial<Service> = {}) {
  const situation = contained([{ ...ended, ...over }], { endpoints: [], repo: null, ...service });
  const types = typesIn(situation).filter((type) => type !== 'health_missing');
  return { types, gaps: compare(situation).gaps };
}

describe('a container that ended with 0', () => {
  // A worker stopped by a person, or by a reboot (moby/moby#45788 records 0 even where the power failed), looks the same as
  // a migration that is done.
  it.each(['no', 'on-failure'])('is unknown with the policy %s, and says what to write', (restart_policy) => {
    const { types, gaps } = judged({ restart_policy });
    expect(types).toEqual(['probe_failed']);
    expect(gaps.map(({ detail }) => detail)).toEqual([
      `it ended with exit code 0 under the restart policy ${restart_policy}. Write run: once if it runs to its end, else give it the policy unless-stopped`,
    ]);
  });

  it.each<[what: string, over: Partial<Container>, service: Partial<Service>]>([
    ['the manifest says that it runs once', {}, { run: 'once' }],
    ['it restarts on failure and runs once', { restart_policy: 'on-failure' }, { run: 'once' }],
    ['another of its project waits for its end', { awaited: true }, {}],
    [
      'that is awaited restarts on failure, and has the health check of its image',
      { awaited: true, restart_policy: 'on-failure', health: 'unhealthy' },
      {},
    ],
  ])('has done its work where %s', (_, over, service) => {
    expect(judged(over, service)).toEqual({ types: [], gaps: [] });
  });

  it.each<[what: string, over: Partial<Container>, service: Partial<Service>]>([
    ['its policy starts it again, so that somebody stopped it', { restart_policy: 'unless-stopped' }, {}],
    ['it publishes a port', { published: true }, {}],
    ['it checks its own health', { health: 'unhealthy', restart_policy: 'on-failure' }, {}],
    ['it trades', { awaited: true }, { kind: 'trading' }],
    ['it was out of memory', { oom_killed: true, awaited: true }, {}],
  ])('does not run where %s', (_, over, service) => {
    expect(judged(over, service).types).toEqual(['container_not_running']);
  });

  it.each([
    [137, 'with exit code 137, OOM-killed.'],
    [0, 'with exit code 0, after a process of it was OOM-killed.'],
  ])('or %i was OOM-killed itself only where that ended it', (exit_code, said) => {
    const situation = contained([{ ...ended, exit_code, oom_killed: true }], { endpoints: [], repo: null });
    expect(findingOf(situation, 'container_not_running').summary).toContain(said);
  });

  it('with anything else has failed, also where it is awaited', () => {
    for (const exit_code of [1, 137, 143, 255, null])
      expect(judged({ exit_code, awaited: true }).types).toEqual(['container_not_running']);
  });
});
