import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lacks } from '../../support/machines/system.ts';
import { aRemediationOver, aRealRemediation } from '../../support/remediation/real-scene.ts';
import { lacksDockerd, startDockerd } from '../../support/servers/dockerd.ts';
import type { Dockerd } from '../../support/servers/dockerd.ts';
import {
  bootTimeout,
  lacksSystemdMachine,
  startSystemdMachine,
} from '../../support/servers/systemd-machine.ts';
import type { SystemdMachine } from '../../support/servers/systemd-machine.ts';

// The bot has looked a last time, and sends the script that acts: what changes now, only that script can see.

const refused = (what: string) => ({
  state: 'failed',
  outcome: {
    sent: false,
    detail: expect.stringMatching(`nothing was run: .*${what}.* changed at the last moment`),
  },
});

describe.skipIf(lacksSystemdMachine())('the last look at a unit, in the act itself', () => {
  let machine: SystemdMachine;
  beforeAll(async () => void (machine = await startSystemdMachine()), bootTimeout);
  afterAll(() => machine?.close());

  const start = '[Service]\nExecStart=/opt/own/start\n';
  it.each<[string, string, string]>([
    [
      'its file',
      'unit',
      `printf '[Service]\\nExecStart=/opt/own/other\\n' >/etc/systemd/system/UNIT; systemctl daemon-reload`,
    ],
    [
      'a drop-in',
      'unit',
      `mkdir -p /run/systemd/system/UNIT.d; printf '[Unit]\\nWants=cron.service\\n' >/run/systemd/system/UNIT.d/a.conf; systemctl daemon-reload`,
    ],
    ['a file that systemd has not read', 'unit', `echo '# new' >>/etc/systemd/system/UNIT`],
    ['its program', 'programs', `echo 'echo ran >>/run/late.ran' >>/opt/own/start`],
    [
      'a link on the way to it',
      'programs',
      `mv /opt/own /opt/away && mkdir /opt/other && printf '#!/bin/sh\\necho ran >>/run/late.ran\\n' >/opt/other/start && chmod 755 /opt/other/start && ln -s /opt/other /opt/own`,
    ],
    ['an environment file', 'unit files', `echo A=2 >/etc/own.env`],
    [
      'an alias',
      'unit',
      `mv /etc/systemd/system/UNIT /etc/systemd/system/x-UNIT; ln -s /etc/systemd/system/x-UNIT /etc/systemd/system/UNIT; systemctl daemon-reload`,
    ],
    [
      'another that needs it',
      'unit',
      `printf '[Unit]\\nRequires=UNIT\\n[Service]\\nExecStart=/bin/sleep 1d\\n' >/etc/systemd/system/needs-UNIT; systemctl daemon-reload; systemctl start --no-block needs-UNIT`,
    ],
  ])('sees %s', async (what, part, change) => {
    const name = `own-${what.replaceAll(/\W/g, '')}.service`;
    await machine.run('rm -rf /opt/own /opt/away /opt/other /run/late.ran');
    await machine.writeFile('/opt/own/start', '#!/bin/sh\nexit 1\n', '755');
    await machine.writeFile('/etc/own.env', 'A=1\n');
    await machine.writeUnit(name, `${start}EnvironmentFile=/etc/own.env\n`);
    await machine.run(`systemctl start ${name}; true`);
    await expect
      .poll(() => machine.run(`systemctl is-failed ${name} || true`), { timeout: 60_000 })
      .toBe('failed\n');
    const late = () => machine.run(change.replaceAll('UNIT', name));
    const services = [{ name: 'quux', systemd_unit: name }];
    const { remedy } = aRemediationOver({ ...machine, user: 'root' }, { services }, late);
    expect(await remedy('quux', 'restart-systemd-unit')).toMatchObject(refused(part));
    expect(await machine.run('ls /run | grep late || true')).toBe('');
  });
});

describe.skipIf(lacksDockerd() || lacks(['sshd', 'openssh-server']))(
  'the last look at a container, in the act itself',
  () => {
    let engine: Dockerd;
    beforeAll(async () => {
      engine = await startDockerd();
      const command = 'CMD ["/bin/busybox","sh","/start.sh"]';
      await engine.build(
        `${engine.prefix}-app`,
        `FROM scratch\nCOPY busybox /bin/busybox\nCOPY start.sh /start.sh\n${command}`,
        {
          'start.sh': 'exec /bin/busybox sleep 600\n',
        },
      );
    });
    afterAll(async () => await engine.stop(), 60_000);

    it.each(['another of the same name', 'another that joins its network'])(
      'sees %s',
      async (what) => {
        const { docker, prefix } = engine;
        const name = `${prefix}-late${what.replaceAll(/\W/g, '')}`;
        const make = (...flags: string[]) =>
          docker('create', '--network', 'none', '--name', name, ...flags, `${prefix}-app`);
        await make();
        await docker('start', name);
        await docker('kill', name);
        const late = async () => {
          if (what === 'another that joins its network')
            return await docker(
              'create',
              '--network',
              `container:${name}`,
              '--name',
              `${name}-guest`,
              `${prefix}-app`,
            );
          await docker('rename', name, `${name}-old`);
          return await make('--env', 'NEW=1');
        };
        const { remedy } = await aRealRemediation(
          { environment: { DOCKER_HOST: engine.host } },
          { services: [{ name: 'web', docker_service: name }] },
          late,
        );
        expect(await remedy('web', 'restart-container')).toMatchObject(refused('container'));
        const running = await docker('ps', '--quiet', '--filter', `name=${name}`);
        expect(running).toBe('');
      },
      120_000,
    );
  },
);
