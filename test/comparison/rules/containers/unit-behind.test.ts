import { describe, expect, it } from 'vitest';
import type { Job } from '../../../../src/facts/job.ts';
import type { Service } from '../../../../src/inventory/manifest.ts';
import { seen } from '../../../../src/facts/observation.ts';
import { compare } from '../../../support/comparison/compare.ts';
import { contained } from '../../../support/comparison/container-scene.ts';
import { akashic, systemd, unit } from '../../../support/comparison/job-scene.ts';
import { typesIn, withMachine } from '../../../support/comparison/scene.ts';

/** A quadlet's service without a container: podman removes it when its unit ends. */
function judged(job: Job | null, over: Partial<Service> = {}) {
  const base = contained([], { systemd_unit: job?.name ?? null, endpoints: [], repo: null, ...over });
  const observation = base.observations.machines['knox-mac-mini']!;
  const jobs = job === null ? {} : { jobs: seen({ [akashic]: seen(job) }) };
  const situation = withMachine(base, { ...observation, facts: { ...observation.facts, ...jobs } });
  const types = typesIn(situation).filter((type) => type !== 'health_missing');
  return { types, gaps: compare(situation).gaps.map(({ detail }) => detail) };
}

describe('a container that its unit makes', () => {
  it.each<[what: string, job: Job, type: string]>([
    ['failed', unit('failed (failed)', {}, { last_exit: 1 }), 'job_failed'],
    ['was stopped', unit('inactive (dead)', {}, { last_exit: 0, result: 'success' }), 'job_failed'],
    ['is not there', { ...systemd, loaded: false, state: 'not-found' }, 'job_not_loaded'],
  ])('is gone with its unit, which %s: one finding', (_, job, type) => {
    expect(judged(job)).toEqual({ types: [type], gaps: [] });
  });

  it('may not be there yet while its unit pulls the image', () => {
    const { types, gaps } = judged(unit('activating (start)', { changed_at: null }, { last_exit: null }));
    expect(types).toEqual(['probe_failed']);
    expect(gaps).toEqual(['its unit is starting, and has made no container so far']);
  });

  it('is gone after a run that ended well, where it runs once', () => {
    const done = unit('inactive (dead)', { type: 'oneshot' }, { last_exit: 0, result: 'success' });
    expect(judged(done, { run: 'once' })).toEqual({ types: [], gaps: [] });
    expect(judged(done).types).toEqual(['container_missing']);
  });

  it.each<[what: string, job: Job | null]>([
    ['its unit says that it runs', unit('active (running)', {}, { pid: 812 })],
    ['no unit makes it', null],
  ])('is missing where %s', (_, job) => {
    expect(judged(job).types).toEqual(['container_missing']);
  });
});
