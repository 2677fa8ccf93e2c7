import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actionNames } from '../../../src/findings/action-name.ts';
import type { ActionName } from '../../../src/findings/action-name.ts';
import type { Service } from '../../../src/inventory/manifest.ts';
import type { Job } from '../../../src/facts/job.ts';
import { aUnit } from '../../support/facts/a-unit.ts';
import { inspectScript } from '../../../src/remediation/guard/program.ts';
import { actions } from '../../../src/remediation/actions/index.ts';
import { job } from '../../support/remediation/actions/scene.ts';
import { aService } from '../../support/facts/observed.ts';

/** What people read of an action, what the manifest has for it, and the words that it runs. */
type Told = { title: string; check: string; over: Partial<Service>; words: string[] };

const told: Record<ActionName, Told> = {
  'restart-container': {
    title: 'restart the container',
    check: 'the container runs, and its own health check has passed if it has one',
    over: { docker_service: 'web' },
    words: ['docker', 'restart', 'web-1'],
  },
  'restart-launchd-job': {
    title: 'restart the launchd job',
    check: 'launchd has a process for it',
    over: { launchd_label: 'com.knox.app' },
    words: ['launchctl', 'kickstart', '-k', 'gui/501/com.knox.app'],
  },
  'restart-systemd-unit': {
    title: 'restart the systemd unit',
    check: 'systemd calls the unit active',
    over: { systemd_unit: 'app.service' },
    words: ['systemctl', 'restart', 'app.service'],
  },
  'remove-lockfile': {
    title: 'remove the stale lockfile',
    check: 'the lockfile is gone',
    over: { lockfile: '/run/app.pid' },
    words: ['find', '/run/app.pid', '-prune'],
  },
  'tighten-mode': {
    title: 'tighten the file’s mode',
    check: 'the file has lost the bits',
    over: { files: [{ path: '/etc/app.env', in: 'host', secret: true }] },
    words: ['find', '/etc/app.env', '-prune'],
  },
};

/** What the guard prints of these words, without a docker, systemd or launchd to ask. */
function lookedAt(words: string[]): string {
  const none = ['docker', 'systemctl', 'launchctl'].map((program) => `${program}() { return 1; }\n`);
  const input = [...none, inspectScript(words, { paths: [], names: [] })].join('');
  return spawnSync('sh', ['-s'], { input, encoding: 'utf8' }).stdout;
}

describe('every action', () => {
  it.each(actionNames)('%s is told, verified and offered for what it acts on', (name) => {
    const { title, check, over } = told[name];
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

  it.each(actionNames)('%s has words that the guard lists: it looks before they run', (name) => {
    expect(lookedAt(told[name].words)).toContain('== end\n');
  });

  it.each(actionNames)('%s has an example in the forced command of the docs', (name) => {
    const [, forced = ''] = /```sh\n([^]*?)```/.exec(readFileSync('docs/remediation.md', 'utf8')) ?? [];
    const [program = '', next = ''] = told[name].words;
    expect(forced).toMatch(new RegExp(`['" ]${program} ${next.startsWith('/') ? '/' : next}`));
  });

  it('has no words beside those: the guard does not even look', () => {
    expect(lookedAt(['systemctl', 'stop', 'app.service'])).toBe('');
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
