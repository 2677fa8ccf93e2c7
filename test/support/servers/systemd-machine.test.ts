import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootTimeout, lacksSystemdMachine, startSystemdMachine } from './systemd-machine.ts';
import type { SystemdMachine } from './systemd-machine.ts';

describe.skipIf(lacksSystemdMachine())('a machine with a systemd of its own', () => {
  const machines: SystemdMachine[] = [];
  beforeAll(async () => {
    machines.push(...(await Promise.all([startSystemdMachine(), startSystemdMachine()])));
  }, bootTimeout);
  afterAll(() => Promise.all(machines.map((machine) => machine.close())));

  test('runs units, in control groups of its own, for users with and without rights', async () => {
    const [one, two] = machines as [SystemdMachine, SystemdMachine];
    await one.writeUnit('bot.service', '[Service]\nExecStart=sleep 1d\n');
    await one.run('systemctl start bot');
    expect(await one.run('systemctl is-active bot')).toBe('active\n');
    expect(await one.run("grep '^0:' /proc/$(systemctl show -P MainPID bot)/cgroup")).toBe(
      '0::/system.slice/bot.service\n',
    );
    expect(await one.run('id -un; cat /proc/1/comm', { user: 'watcher' })).toBe('watcher\nsystemd\n');
    expect(await one.run('sudo -n id -un', { user: 'deploy' })).toBe('root\n');
    await expect(one.run('sudo -n true', { user: 'watcher' })).rejects.toThrow(/password|sudoers/);
    await expect(two.run('systemctl cat bot')).rejects.toThrow(/No files found/);
    await expect(one.run(`curl -sS -m 2 http://${two.host}/`)).rejects.toThrow(/Failed to connect|reach/);
  });

  test('leaves nothing when it is closed', async () => {
    const machine = await startSystemdMachine();
    await machine.close();
    for (const command of ['ip netns list', 'ip link', 'ps -axo args', 'find /sys/fs/cgroup -name "dwsd*"'])
      expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' })).not.toContain(machine.name);
  });
});
