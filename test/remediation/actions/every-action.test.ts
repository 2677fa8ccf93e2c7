import { describe, expect, it } from 'vitest';
import type { ActionName } from '../../../src/findings/action-name.ts';
import type { Service } from '../../../src/inventory/manifest.ts';
import type { Job } from '../../../src/facts/job.ts';
import { aUnit } from '../../support/facts/a-unit.ts';
import { actions } from '../../../src/remediation/actions/index.ts';
import { job } from '../../support/remediation/actions/scene.ts';
import { aService } from '../../support/facts/observed.ts';

describe('every action', () => {
  it.each<[ActionName, string, string, Partial<Service>]>([
    [
      'restart-container',
      'restart the container',
      'the container runs, and its own health check has passed if it has one',
      { docker_service: 'web' },
    ],
    [
      'restart-launchd-job',
      'restart the launchd job',
      'launchd has a process for it',
      { launchd_label: 'com.knox.app' },
    ],
    [
      'restart-systemd-unit',
      'restart the systemd unit',
      'systemd calls the unit active',
      { systemd_unit: 'app.service' },
    ],
    ['remove-lockfile', 'remove the stale lockfile', 'the lockfile is gone', { lockfile: '/run/app.pid' }],
    [
      'tighten-mode',
      'tighten the file’s mode',
      'the file has lost the bits',
      { files: [{ path: '/etc/app.env', in: 'host', secret: true }] },
    ],
  ])('%s is told, verified and offered for what it acts on', (name, title, check, over) => {
    expect(actions[name]).toMatchObject({ name, title, check });
    const nothing = {
      docker_service: null,
      launchd_label: null,
      systemd_unit: null,
      lockfile: null,
      files: [],
    };
    expect(actions[name].applies(aService({ ...nothing, ...over }))).toBe(true);
    expect(actions[name].applies(aService(nothing))).toBe(false);
  });

  it('leaves the mode of a file in a container alone', () => {
    const files = [{ path: '/etc/app.env', in: 'container' as const, secret: true }];
    expect(actions['tighten-mode'].applies(aService({ files }))).toBe(false);
  });

  const app = aService({ name: 'app' });
  it.each<[ActionName, Partial<Job>, boolean]>([
    ['restart-systemd-unit', { unit: aUnit({ active: 'active' }) }, true],
    ['restart-systemd-unit', { unit: aUnit({ active: 'activating' }) }, false],
    ['restart-systemd-unit', { unit: null }, false],
    ['restart-launchd-job', { pid: 7 }, true],
    ['restart-launchd-job', { pid: null }, false],
  ])('%s has come to rest with %j: %s', (name, over, settled) => {
    expect(actions[name].settled(app, job(over))).toBe(settled);
    expect(actions[name].settled(app, {})).toBe(false);
    expect(actions[name].settled(aService({ name: 'other' }), job(over))).toBe(false);
  });

  it.each(['remove-lockfile', 'tighten-mode'] as const)('%s needs no rest', (name) => {
    expect(actions[name].settled(app, {})).toBe(true);
  });
});
