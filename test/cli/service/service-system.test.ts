import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bootTimeout,
  lacksSystemdMachine,
  startSystemdMachine,
} from '../../support/servers/systemd-machine.ts';
import type { SystemdMachine } from '../../support/servers/systemd-machine.ts';

const program = '/opt/shown/node_modules/node/bin/node /opt/shown/bin/driftwatch.cjs';
const manifest = `machines: { tower: { host: 127.0.0.1 } }
services: [{ name: beacon, machine: tower, risk_tier: LOW }]
`;
const id = '1'.repeat(18);
/** Nothing listens at port 1: the bot ends, and is to be tried again. */
const settings = `DISCORD_TOKEN=${'x'.repeat(60)}
DISCORD_APPLICATION_ID=${id}
DISCORD_GUILD_ID=${id}
DISCORD_API_URL=http://127.0.0.1:1/api
MANIFEST_PATH=manifest.yaml
SSH_KEY_PATH=key
`;

describe.skipIf(lacksSystemdMachine())('driftwatch service, with systemd', () => {
  let machine: SystemdMachine;
  const folder = '/home/deploy/my 100% bot';
  const here = `cd '${folder}' && ${program} service`;
  beforeAll(async () => {
    machine = await startSystemdMachine({ shown: resolve('.') });
    await machine.writeFile(`${folder}/manifest.yaml`, manifest);
    await machine.writeFile(`${folder}/key`, 'no key');
  }, bootTimeout);
  afterAll(() => machine?.close());

  it('installs nothing for a folder without settings, for root, or for another than root', async () => {
    const refused = (command: string, user: 'root' | 'deploy' = 'root') =>
      machine.run(`${command} 2>&1; echo "ended with $?"`, { user });
    expect(await refused(`${here} install`)).toMatch(/^There is no \.env here.*\nended with 3\n$/);
    await machine.writeFile(`${folder}/.env`, settings, '600');
    expect(await refused(`${here} install`)).toMatch(/^The bot runs as the owner of \.env, and that is root/);
    await machine.run(`chown -R deploy '${folder}'`);
    expect(await refused(`${here} install`, 'deploy')).toMatch(
      /^Installing a service needs root: sudo .* service install\./,
    );
    expect(await refused('ls /etc/systemd/system/driftwatch.service')).toContain('No such file');
  });

  it('installs a service that the bot runs in as the owner, and removes it', async () => {
    // The bot ends, since there is no Discord: that is told, and the unit tries again.
    const said = await machine.run(`${here} install || true`);
    expect(said).toContain(`Driftwatch runs as deploy, in ${folder}.`);
    expect(said).toMatch(/^It ended \(exit code 75\), and is not ready\. The log: journalctl/m);
    const shown = await machine.run(
      'systemctl show driftwatch -p User,WorkingDirectory,UnitFileState,NeedDaemonReload',
    );
    expect(shown.split('\n').filter(Boolean).toSorted()).toEqual([
      'NeedDaemonReload=no',
      'UnitFileState=enabled',
      'User=deploy',
      `WorkingDirectory=${folder}`,
    ]);
    // It got as far as its own state: program, settings and folder are within its reach.
    expect(await machine.run(`stat -c %U '${folder}'/data`)).toBe('deploy\n');
    expect(await machine.run(`${here} uninstall`)).toContain('Stopped, and removed');
    expect(await machine.run('systemctl is-enabled driftwatch 2>&1 || true')).not.toContain('enabled');
  });

  it('starts a unit that stays, in a folder that it may write', async () => {
    const script = `#!/bin/sh\ntouch written && touch /home/deploy/outside 2>/dev/null\nsleep 1d\n`;
    await machine.writeFile('/opt/program', script, '755');
    const text = await machine.run(`${here} install --print`);
    const unit = text.replace(/^ExecStart=.*$/m, 'ExecStart=/opt/program');
    await machine.writeUnit('driftwatch.service', unit);
    await machine.run('systemctl start driftwatch');
    await expect.poll(() => machine.run(`ls '${folder}'`), { timeout: 60_000 }).toContain('written');
    expect(await machine.run('systemctl is-active driftwatch')).toBe('active\n');
    expect(await machine.run('ls /home/deploy')).not.toContain('outside');
  });
});
