import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/facts/job.ts';
import { job, planned, words } from '../../support/remediation/actions/scene.ts';
import type { Scene } from '../../support/remediation/actions/scene.ts';

describe('restart-launchd-job', () => {
  const service = { launchd_label: 'com.knox.app' };
  const launchd = (over: Partial<Job>) =>
    job({ manager: 'launchd', name: 'com.knox.app', domain: 'gui/501', ...over });
  it.each<[string, Scene, string[] | RegExp]>([
    [
      'of the desktop',
      { service, facts: launchd({}) },
      ['launchctl', 'kickstart', '-k', 'gui/501/com.knox.app'],
    ],
    [
      'of the system',
      { service: { ...service, sudo: true }, facts: launchd({ domain: 'system' }) },
      ['sudo', '-n', 'launchctl', 'kickstart', '-k', 'system/com.knox.app'],
    ],
    ['not without a domain', { service, facts: launchd({ domain: null }) }, /in which domain/],
    [
      'not in a domain of an odd name',
      { service, facts: launchd({ domain: 'gui/501/../x' }) },
      /in which domain/,
    ],
    ['not one that is not loaded', { service, facts: launchd({ loaded: false }) }, /not loaded/],
  ])('%s', (_, scene, expected) => {
    expect(planned('restart-launchd-job', scene)).toEqual(words(expected));
  });
});
