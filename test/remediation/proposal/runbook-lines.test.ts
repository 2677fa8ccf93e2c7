import { describe, expect, it } from 'vitest';
import type { Service } from '../../../src/inventory/manifest.ts';
import { runbook } from '../../../src/remediation/proposal/runbook.ts';
import type { RunbookStep } from '../../../src/remediation/runbook-step.ts';
import { aService, aTradingService } from '../../support/facts/observed.ts';

const nothing = { docker_service: null, launchd_label: null, systemd_unit: null };
const read = 'Read its log first.';

describe('what a person may do by hand', () => {
  it.each<[string, Partial<Service>, RunbookStep]>([
    [
      'a launchd job',
      { launchd_label: 'com.knox.app' },
      { run: 'launchctl kickstart -k gui/$(id -u)/com.knox.app' },
    ],
    [
      'a launchd job whose label a shell would run',
      { launchd_label: 'x;$(reboot)' },
      { run: "launchctl kickstart -k gui/$(id -u)/'x;$(reboot)'" },
    ],
    ['a unit', { systemd_unit: 'app.service' }, { run: 'systemctl restart app.service' }],
    ['neither', {}, 'stop the extra process by its pid, and start the service the way it normally starts.'],
  ])('with %s', (_, over, last) => {
    const service = aService({ ...nothing, machine: 'box', ...over });
    expect(runbook(service, null)).toEqual([read, 'Log in to box, and only then:', last]);
  });

  it('is what would have been run, where that is known', () => {
    expect(runbook(aService({ machine: 'box' }), ['docker', 'restart', 'a b'])).toEqual([
      read,
      'Log in to box, and only then:',
      { run: "docker restart 'a b'" },
    ]);
  });

  it('looks after orders where it trades', () => {
    expect(runbook(aTradingService({ ...nothing, machine: 'box', systemd_unit: 's' }), null)).toEqual([
      'Check its open orders and positions first, and make sure that no order is in flight.',
      'Find out which process is the right one: its lockfile, its job manager and /health name it.',
      'Log in to box, and only then:',
      { run: 'systemctl restart s' },
      'Check that its orders are as you left them, then run /drift service:shiva',
    ]);
  });
});
