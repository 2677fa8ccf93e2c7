import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootTimeout, lacksSystemdMachine, startSystemdMachine } from '../support/servers/systemd-machine.ts';
import type { SystemdMachine } from '../support/servers/systemd-machine.ts';
import { aRemediationOver } from '../support/remediation/real-scene.ts';
import { whyNotRestart } from '../support/remediation/unit-verdict.ts';

/** Leaves a trace where it runs, and fails: a failed unit is what a restart answers. */
const fails = (trace: string) => `ExecStart=/bin/sh -c 'echo ran >>/run/${trace}.ran; exit 1'`;

describe.skipIf(lacksSystemdMachine())('a unit of a real systemd', () => {
  let machine: SystemdMachine;
  beforeAll(async () => void (machine = await startSystemdMachine()), bootTimeout);
  afterAll(() => machine?.close());

  const alpha = { name: 'alpha', kind: 'trading', risk_tier: 'CRITICAL' } as const;
  function remediation(name: string, trading: object = {}) {
    return aRemediationOver(
      { ...machine, user: 'root' },
      {
        services: [
          { name: 'quux', systemd_unit: name },
          { ...alpha, ...trading },
        ],
      },
    );
  }
  async function failed(unit: string, lines: string): Promise<void> {
    await machine.writeUnit(unit, lines);
    await machine.run(`systemctl start ${unit} 2>/dev/null; true`);
    await expect
      .poll(() => machine.run(`systemctl is-failed ${unit} || true`), { timeout: 30_000 })
      .toBe('failed\n');
    await machine.run('rm -f /run/*.ran');
  }
  const why = (unit: string, trading: object) => whyNotRestart(machine, unit, trading);
  const traces = () => machine.run('ls /run | grep ran$ || true');

  it('that has failed is restarted by its whole name, and nothing else', async () => {
    await failed('ok.service', `[Service]\n${fails('ok')}\n`);
    await machine.writeUnit(
      'ok.service',
      '[Service]\nExecStart=sleep 1d\n[Install]\nWantedBy=multi-user.target\n',
    );
    const done = await remediation('ok').remedy('quux', 'restart-systemd-unit');
    expect(done).toMatchObject({
      state: 'succeeded',
      plan: { argv: ['systemctl', 'restart', 'ok.service'] },
      outcome: { exit_status: 0, finding: 'gone' },
    });
    expect(await machine.run('systemctl is-active ok')).toBe('active\n');
  });

  it('that is another name of a trading bot’s is left alone', async () => {
    await failed('alpha1.service', `[Service]\n${fails('alpha1')}\n[Install]\nAlias=relay1.service\n`);
    await machine.run('systemctl enable alpha1.service');
    const blocked = await remediation('relay1.service', { systemd_unit: 'alpha1' }).remedy(
      'quux',
      'restart-systemd-unit',
    );
    expect(blocked).toMatchObject({
      state: 'blocked',
      reason: expect.stringContaining('relay1.service is another name of alpha1.service'),
    });
    expect(await traces()).toBe('');
  });

  it.each<[string, string, string]>([
    [
      'program',
      "ExecStart=/bin/sh -c ': shiva; echo ran >>/run/p.ran; exit 1'",
      'shiva, which is a trading bot',
    ],
    [
      'program before it',
      `ExecStartPre=/bin/sh -c ': my-leverage'\n${fails('p')}`,
      'leverage, which is a trading bot',
    ],
    [
      'program after it',
      `ExecStopPost=/bin/sh -c ': foresight2'\n${fails('p')}`,
      'foresight, which is a trading bot',
    ],
    ['folder', `WorkingDirectory=/opt/shiva\n${fails('p')}`, 'shiva, which is a trading bot'],
    ['environment file', `EnvironmentFile=-/etc/shiva.env\n${fails('p')}`, 'shiva, which is a trading bot'],
    [
      'trading service’s program',
      'ExecStart=/usr/local/bin/alpha --live',
      'name alpha, which is a trading bot or something that belongs to one',
    ],
    ['trading service’s folder behind a link', `WorkingDirectory=/srv/way\n${fails('p')}`, '/opt/alpha'],
    ['wrapper', 'ExecStart=/opt/wrapper/start', '/opt/wrapper/start, which names a trading bot'],
    [
      'script of a shell',
      'ExecStart=/bin/sh /opt/wrapper/plain',
      '/opt/wrapper/plain, which names a trading bot',
    ],
  ])('whose %s is a trading bot’s is left alone while it is down', async (_, lines, expected) => {
    await machine.run('mkdir -p /opt/shiva /opt/alpha && ln -sfn /opt/alpha /srv/way');
    await machine.writeFile('/opt/wrapper/start', '#!/bin/sh\nexec /opt/shiva/bot\n', '755');
    await machine.writeFile('/opt/wrapper/plain', 'exec /opt/alpha/bot\n');
    await failed('down.service', `[Service]\n${lines}\n`);
    expect(await why('down.service', { checkout: '/opt/alpha' })).toContain(expected);
  });

  it('whose drop-in names a trading bot is left alone', async () => {
    await failed('dropped.service', `[Service]\n${fails('d')}\n`);
    await machine.writeFile(
      '/etc/systemd/system/dropped.service.d/x.conf',
      '[Unit]\nDescription=Shiva, renamed\n',
    );
    await machine.run('systemctl daemon-reload');
    const blocked = await remediation('dropped.service').remedy('quux', 'restart-systemd-unit');
    const reason = expect.stringContaining('shiva, which is a trading bot');
    expect(blocked).toMatchObject({ state: 'blocked', reason });
  });

  it('whose edited file systemd has not read is left alone', async () => {
    await failed('edited.service', `[Service]\n${fails('e')}\n`);
    await machine.run('touch -d "+1 minute" /etc/systemd/system/edited.service');
    const blocked = await remediation('edited.service').remedy('quux', 'restart-systemd-unit');
    expect(blocked).toMatchObject({ state: 'blocked', reason: expect.stringContaining('daemon-reload') });
  });

  it.each([
    'Requires',
    'Wants',
    'BindsTo',
    'Requisite',
    'Upholds',
    'OnSuccess',
    'OnFailure',
    'Conflicts',
    'PropagatesReloadTo',
    'PropagatesStopTo',
    'PartOf',
    'JoinsNamespaceOf',
    'StopPropagatedFrom',
  ])('that is tied to a trading bot’s by %s is left alone, and so is what is tied to that', async (kind) => {
    await machine.writeUnit('alpha3.service', '[Service]\nExecStart=sleep 1d\n', { reload: false });
    await machine.writeUnit(
      'middle.service',
      '[Unit]\nWants=alpha3.service\n[Service]\nExecStart=sleep 1d\n',
      { reload: false },
    );
    await machine.writeUnit(
      'tied.service',
      `[Unit]\n${kind}=alpha3.service\n[Service]\nExecStart=sleep 1d\n`,
    );
    expect(await why('tied.service', { systemd_unit: 'alpha3' })).toMatch(/alpha3?/);
    if (!['Requires', 'Wants', 'BindsTo', 'Upholds', 'OnSuccess', 'OnFailure'].includes(kind)) return;
    await machine.writeUnit(
      'tied.service',
      `[Unit]\n${kind}=middle.service\n[Service]\nExecStart=sleep 1d\n`,
    );
    expect(await why('tied.service', { systemd_unit: 'alpha3' })).toMatch(/alpha3?/);
  });

  it.each([
    'Requires',
    'Wants',
    'BindsTo',
    'Conflicts',
    'OnFailure',
    'Upholds',
    'PartOf',
    'PropagatesStopTo',
  ])('that a trading bot’s names in its %s is left alone', async (kind) => {
    const install = '[Install]\nWantedBy=multi-user.target\n';
    await machine.writeUnit(
      'alpha4.service',
      `[Unit]\n${kind}=tied4.service\n[Service]\nExecStart=sleep 1d\n${install}`,
      { reload: false },
    );
    await machine.writeUnit('tied4.service', `[Service]\nExecStart=sleep 1d\n`);
    await machine.run('systemctl enable alpha4.service 2>/dev/null');
    expect(await why('tied4.service', { systemd_unit: 'alpha4' })).toMatch(/alpha4?/);
  });

  it('may be restarted beside a trading bot that it is not tied to', async () => {
    const unit = '[Service]\nExecStart=sleep 1d\n[Install]\nWantedBy=multi-user.target\n';
    await machine.writeUnit('alpha5.service', unit, { reload: false });
    await machine.writeUnit('beside.service', unit);
    await machine.run('systemctl enable --now alpha5 beside 2>/dev/null');
    expect(await why('beside.service', { systemd_unit: 'alpha5' })).toBeNull();
  });

  it('is left alone where its file changes after it was approved', async () => {
    await failed('late.service', `[Service]\n${fails('late')}\n`);
    const at = remediation('late.service');
    const asked = await at.ask('quux', 'restart-systemd-unit');
    expect(asked).toMatchObject({ state: 'requested' });
    await machine.writeUnit('late.service', `[Service]\nExecStart=/bin/sh -c 'echo ran >>/run/other.ran'\n`);
    expect(await at.click(asked.id)).toMatchObject({
      state: 'blocked',
      reason: expect.stringContaining('has changed since the request (unit, unit files)'),
    });
    expect(await traces()).toBe('');
  });
});
