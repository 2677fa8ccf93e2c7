import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compare } from '../../support/comparison/compare.ts';
import type { Found } from '../../../src/findings/finding.ts';
import { jobs } from '../../../src/probes/jobs/jobs.ts';
import { seen } from '../../../src/facts/observation.ts';
import {
  aHealthAnswer,
  aMachine,
  aMachineObservation,
  aService,
  aSituation,
} from '../../support/facts/observed.ts';
import {
  bootTimeout,
  lacksSystemdMachine,
  startSystemdMachine,
} from '../../support/servers/systemd-machine.ts';
import type { SystemdMachine } from '../../support/servers/systemd-machine.ts';

const enabled = '[Install]\nWantedBy=multi-user.target\n';
const timers = '[Install]\nWantedBy=timers.target\n';

/** unit file -> its lines; `enabled` ones have an [Install] */
const units: Record<string, string> = {
  'good.service': service('Restart=always') + enabled,
  'stopped.service': service('Restart=always') + enabled,
  'skipped.service': `[Unit]\nConditionPathExists=/nowhere\n${service()}${enabled}`,
  'dying.service': `[Unit]\nStartLimitIntervalSec=0\n${service('Restart=always\nRestartSec=1ms', 'false')}`,
  'ending.service': `[Unit]\nStartLimitIntervalSec=0\n${service('Restart=always\nRestartSec=1ms', 'true')}`,
  'given-up.service': `[Unit]\nStartLimitBurst=2\n${service('Restart=always\nRestartSec=1ms', 'false')}`,
  'once.service': service('Type=oneshot', 'true'),
  'remaining.service': service('Type=oneshot\nRemainAfterExit=yes', 'true'),
  'forking.service': service('Type=forking', "sh -c 'sleep 1d & sleep 1d &'"),
  'ready.service': service('Type=notify\nNotifyAccess=all', "sh -c 'systemd-notify --ready; exec sleep 1d'"),
  'worker@.service': service() + enabled,
  'talking.service': service(),
  'talking.socket': `[Socket]\nListenStream=127.0.0.1:7701\n${enabled}`,
  'mute.service': service(),
  'mute.socket': `[Socket]\nListenStream=127.0.0.1:7702\n${enabled}`,
  'watching.service': service('Type=oneshot', 'true'),
  'watching.path': `[Path]\nPathExists=/nowhere\n${enabled}`,
  'blind.path': `[Path]\nPathExists=/nowhere\nUnit=watching.service\n${enabled}`,
  'nightly.service': service('Type=oneshot', 'true'),
  'nightly.timer': `[Timer]\nOnCalendar=daily\n${timers}`,
  'idle.service': service('Type=oneshot', 'true'),
  'idle.timer': `[Timer]\nOnCalendar=daily\n${timers}`,
  'broken.service': service('Type=oneshot', 'false'),
  'broken.timer': `[Timer]\nOnCalendar=daily\n${timers}`,
  'edited.service': service() + enabled,
  'forgotten.service': service() + enabled,
  'masked.service': service(),
  'leader.service': `[Unit]\nWants=follower.service\n${service()}${enabled}`,
  'follower.service': service(),
  'many.service': service('Type=forking', "sh -c 'sleep 1d & sleep 1d & sleep 1d &'") + enabled,
};

function service(lines = '', program = 'sleep 1d'): string {
  return `[Service]\nExecStart=${program}\n${lines}\n`;
}

describe.skipIf(lacksSystemdMachine())('units of a real systemd', () => {
  let machine: SystemdMachine;
  beforeAll(async () => {
    machine = await startSystemdMachine();
    const files = Object.entries(units).map(([name, text]) => `cat >'${name}' <<'END'\n${text}END\n`);
    const input = `set -e
cd /etc/systemd/system
${files.join('')}
rm masked.service
ln -s /dev/null masked.service
systemctl daemon-reload
systemctl enable --quiet good stopped skipped worker@1 talking.socket mute.socket watching.path blind.path nightly.timer idle.timer broken.timer edited leader many
systemctl start good stopped skipped once remaining forking ready worker@1 talking.socket watching.path nightly.timer broken.timer edited forgotten leader many
systemctl start --no-block dying ending given-up
systemctl start broken || true
systemctl stop stopped
echo '# changed' >>edited.service
until [ "$(systemctl show -P NRestarts dying)" -gt 9 ] && [ "$(systemctl show -P NRestarts ending)" -gt 9 ]; do sleep 0.1; done
until [ "$(systemctl show -P ActiveState given-up)" = failed ]; do sleep 0.1; done
`;
    await machine.run('sh -s', { input });
  }, bootTimeout);
  afterAll(() => machine?.close());

  async function audit(names: string[], user: 'root' | 'watcher' = 'watcher') {
    const services = names.map((name) => aService({ name, machine: 'box', repo: null, systemd_unit: name }));
    const target = { machine: aMachine({ name: 'box' }), services };
    const output = await machine.run('sh -s', { user, input: jobs.fragment(target) });
    const read = jobs.parse({ output, status: 0, truncated: false }, target);
    const health = Object.fromEntries(
      names.map((name) => [name, { tailscale: seen(aHealthAnswer({ pid: null })) }]),
    );
    const facts = { processes: seen({ processes: [], own: [] }), jobs: read };
    const box = aMachineObservation({ facts, asked_by: { jobs: names, processes: names } });
    const observations = { machines: { box }, health, releases: {} };
    const found = compare(aSituation({ machines: [target.machine], services, observations }));
    const told = (type: Found['type']) => found.findings.filter((finding) => finding.type === type);
    return { read: read.ok ? read.value : {}, told, ...found };
  }

  it.each([
    ['stopped', 'job_failed', 'is inactive (dead), and nothing will start it'],
    ['skipped', 'job_failed', 'a Condition line of its unit file was not met'],
    ['given-up', 'job_failed', 'ended with status 1'],
    ['dying', 'restart_loop', 'keeps exiting'],
    ['ending', 'restart_loop', 'keeps exiting'],
    ['mute', 'job_failed', 'mute.socket is inactive (dead)'],
    ['mute.socket', 'job_failed', 'is not listening'],
    ['blind.path', 'job_failed', 'is not watching'],
    ['idle.timer', 'job_failed', 'is not scheduled'],
    ['idle', 'job_failed', 'idle.timer is inactive (dead)'],
    ['broken.timer', 'job_failed', 'broken.service, whose last run failed (result exit-code)'],
    ['broken', 'job_failed', 'ended with status 1'],
    ['edited', 'unit_changed', 'was changed since systemd read it'],
    ['forgotten', 'unit_not_enabled', 'forgotten.service is not enabled'],
    ['masked', 'job_not_loaded', 'masked'],
    ['typo', 'job_not_loaded', 'systemd does not have the job'],
  ] as const)('that do no work are told: %s is %s', async (name, type, words) => {
    const { told, findings } = await audit([name]);
    expect(findings.map((finding) => finding.type)).toEqual([type]);
    expect(told(type)[0]?.summary).toContain(words);
  });

  const quiet = [
    'good once remaining forking.service ready worker@1 leader follower cron dbus ssh',
    'talking talking.socket watching watching.path nightly nightly.timer systemd-hostnamed',
  ];
  it('that work, or have nothing to do now, are in sync', async () => {
    const names = quiet.join(' ').split(' ');
    const { findings, services } = await audit(names);
    expect(findings).toEqual([]);
    expect(services.filter(({ status }) => status !== 'in_sync')).toEqual([]);
  });

  it('are told one by one: a name that systemd refuses takes no other with it', async () => {
    const { read, services } = await audit(['worker@', 'good', 'a\\x', 'stopped']);
    expect(read).toMatchObject({ 'worker@': { ok: false }, good: { ok: true }, stopped: { ok: true } });
    expect(services.map(({ name, status }) => [name, status])).toContainEqual(['good', 'in_sync']);
    expect(services.map(({ name, status }) => [name, status])).toContainEqual(['worker@', 'unknown']);
  });

  it('have their processes and names, whoever asks', async () => {
    for (const user of ['watcher', 'root'] as const) {
      const { read } = await audit(['many', 'dbus-org.freedesktop.hostname1'], user);
      const group = '/system.slice/many.service';
      const pids = expect.objectContaining({ length: 3 });
      expect(read).toMatchObject({
        many: { value: { control_group: group, pids, names: ['many.service'] } },
        'dbus-org.freedesktop.hostname1': {
          value: { names: expect.arrayContaining(['systemd-hostnamed.service']) },
        },
      });
    }
  });
});
