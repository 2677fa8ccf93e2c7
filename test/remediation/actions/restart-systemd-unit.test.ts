import { describe, expect, it } from 'vitest';
import { readEvidence } from '../../../src/remediation/guard/evidence.ts';
import { actions } from '../../../src/remediation/actions/index.ts';
import { unitText } from '../../support/remediation/guard-text.ts';
import { job, planned, words } from '../../support/remediation/actions/scene.ts';
import type { Scene } from '../../support/remediation/actions/scene.ts';

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
      /not a service unit/,
    ],
    [
      'not a slice',
      { service: { systemd_unit: 'user.slice' }, facts: job({ name: 'user.slice' }) },
      /not a service unit/,
    ],
    ['not unseen', { service, facts: {} }, /could not be seen/],
    ['not launchd’s', { service, facts: job({ manager: 'launchd' }) }, /does not run it/],
    [
      'by its whole name',
      { service: { systemd_unit: 'app' }, facts: job({ name: 'app' }) },
      ['systemctl', 'restart', 'app.service'],
    ],
  ])('%s', (_, scene, expected) => {
    expect(planned('restart-systemd-unit', scene)).toEqual(words(expected));
  });

  const draft = { argv: ['systemctl', 'restart', 'app.service'], touches: [], pids: [] };
  const around = (printed: string) => {
    const evidence = readEvidence(printed);
    return evidence && actions['restart-systemd-unit'].surroundings(evidence, draft);
  };
  it.each<[string, string, string]>([
    [
      'another unit depends on it',
      unitText('app.service', ['RequiredBy=bot.service']),
      'stop or restart bot.service along with it',
    ],
    ['a unit is part of it', unitText('app.service', ['ConsistsOf=bot.service']), 'bot.service'],
    [
      'it is an alias',
      unitText('alpha.service', ['Names=app.service']),
      'app.service is another name of alpha.service',
    ],
    ['its file was edited', unitText('app.service').replace('Reload=no', 'Reload=yes'), 'daemon-reload'],
    ['it is masked', unitText('app.service').replace('=loaded', '=masked'), 'could not be seen'],
    ['it was cut off', unitText('app.service', [], { places: [] }), 'could not be seen'],
    [
      'its file cannot be read',
      unitText('app.service', [], { 'unit files': ['file /etc/app.service /etc/app.service unread'] }),
      '/etc/app.service could not be read',
    ],
    [
      'its program cannot be read',
      unitText('app.service', [], { programs: ['program /root/run unread'] }),
      '/root/run, which could not be read',
    ],
    [
      'its program names a bot',
      unitText('app.service', [], { programs: ['program /opt/run 1:2 ab names trading'] }),
      '/opt/run, which names a trading bot',
    ],
    [
      'it works in a bot’s folder',
      unitText('app.service', [], { places: ['claimed /srv/alpha', 'all'] }),
      '/srv/alpha',
    ],
  ])('is refused where %s', (_, printed, why) => {
    expect(around(printed)).toEqual({ refused: expect.stringContaining(why) });
  });
  it('tells what it and the units within its reach would start', () => {
    const printed = unitText('app.service', ['Wants=helper.service'], {
      'other units': [
        'helper.service Id=helper.service',
        'helper.service ExecStart={ path=/opt/x ; argv[]=/opt/x --y ; ignore_errors=no',
      ],
    });
    expect(around(printed)).toEqual({
      touches: expect.arrayContaining(['helper.service', '/opt/x']),
      starts: ['/usr/bin/relay', '/opt/x --y'],
    });
  });
});
