import { describe, expect, it } from 'vitest';
import { actions } from '../../../src/remediation/actions/index.ts';
import { job, planned, words } from './scene.ts';
import type { Scene } from './scene.ts';

describe('restart-systemd-unit', () => {
  const service = { systemd_unit: 'app.service' };
  it.each<[string, Scene, string[] | RegExp]>([
    ['of the system', { service, facts: job({}) }, ['systemctl', 'restart', 'app.service']],
    [
      'through sudo',
      { service: { ...service, sudo: true }, facts: job({}) },
      ['sudo', '-n', 'systemctl', 'restart', 'app.service'],
    ],
    [
      'of the user, never through sudo',
      { service: { ...service, sudo: true }, facts: job({ domain: 'user' }) },
      ['systemctl', '--user', 'restart', 'app.service'],
    ],
    ['not one that is not loaded', { service, facts: job({ loaded: false }) }, /not loaded/],
    [
      'not a target',
      { service: { systemd_unit: 'multi-user.target' }, facts: job({ name: 'multi-user.target' }) },
      /no service unit/,
    ],
    [
      'not a slice',
      { service: { systemd_unit: 'user.slice' }, facts: job({ name: 'user.slice' }) },
      /no service unit/,
    ],
    ['not unseen', { service, facts: {} }, /could not be seen/],
    ['not launchd’s', { service, facts: job({ manager: 'launchd' }) }, /does not run it/],
  ])('%s', (_, scene, expected) => {
    expect(planned('restart-systemd-unit', scene)).toEqual(words(expected));
  });

  const draft = { argv: ['systemctl', 'restart', 'app'], touches: ['app'], pids: [] };
  it.each([
    ['nobody', 'LoadState=loaded\nRequiredBy=\nConsistsOf=\nall\n', { touches: [] }],
    [
      'another unit',
      'LoadState=loaded\nRequiredBy=bot.service\nBoundBy=\nall',
      { refused: 'systemd would stop or restart bot.service along with it' },
    ],
    [
      'a member',
      'LoadState=loaded\nConsistsOf=bot.service\nall',
      { refused: expect.stringContaining('bot.service') },
    ],
    ['nothing seen', '', { refused: expect.any(String) }],
    ['cut off', 'LoadState=loaded\nRequiredBy=', { refused: expect.any(String) }],
    ['not found', 'LoadState=not-found\nall', { refused: expect.any(String) }],
  ])('reads whom systemd would take along: %s', (_, printed, read) => {
    expect(actions['restart-systemd-unit'].readSurroundings(printed, draft)).toEqual(read);
  });
});
