import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bootTimeout,
  lacksSystemdMachine,
  startSystemdMachine,
} from '../../support/servers/systemd-machine.ts';
import type { SystemdMachine } from '../../support/servers/systemd-machine.ts';
import { orderAttacks, ordinary } from '../../support/remediation/attacks/order-attacks.ts';
import { ledAttacks } from '../../support/remediation/attacks/led-attacks.ts';
import { wayAttacks } from '../../support/remediation/attacks/way-attacks.ts';
import { whyNotRestart } from '../../support/remediation/unit-verdict.ts';

const attacks = [...orderAttacks, ...wayAttacks, ...ledAttacks];
const bot = { checkout: '/opt/alpha', systemd_unit: 'tell', docker_service: 'teller-1' };

describe.skipIf(lacksSystemdMachine())('a unit beside a trading bot, on a real systemd', () => {
  let machine: SystemdMachine;
  beforeAll(async () => {
    machine = await startSystemdMachine();
    const files: Record<string, string> = {
      '/etc/systemd/system/tell.service':
        '[Service]\nExecStart=/opt/alpha/run\nWorkingDirectory=/opt/alpha\n',
      '/opt/alpha/run': '#!/bin/sh\nsleep 1d\n',
      // An engine that has one image. images-system.test.ts asks a real one.
      '/usr/local/bin/docker': `#!/bin/sh\ncase "$*" in 'image inspect '*' -- nginx' | 'history '*' -- nginx') echo '"Cmd":["nginx"]' ;; *) exit 1 ;; esac\n`,
    };
    for (const [kind, list] of [
      ['bad', attacks],
      ['good', ordinary],
    ] as const)
      for (const [at, [, lines, more = {}]] of list.entries()) {
        files[`/etc/systemd/system/${kind}${at}.service`] = lines.replaceAll('UNIT', `${kind}${at}`);
        for (const [path, text] of Object.entries(more)) files[path.replace('UNIT', `${kind}${at}`)] = text;
      }
    const lay = Object.entries(files).map(
      ([path, text]) => `mkdir -p "${path.replace(/\/[^/]*$/, '')}"; cat >"${path}" <<'EOF'\n${text}EOF\n`,
    );
    const after =
      'useradd --no-create-home --home-dir /opt/alpha e10; chmod 755 /usr/local/bin/docker /opt/alpha/run /etc/init.d/w9\nsystemctl daemon-reload\nsystemctl start tell.path tell2.path tell.socket\n';
    await machine.run('sh -s', { input: lay.join('') + after });
  }, bootTimeout);
  afterAll(() => machine?.close());

  it.each(attacks.map(([what], at) => [what, at] as const))(
    'that would lead to it by %s is left alone',
    async (_, at) => {
      expect(await whyNotRestart(machine, `bad${at}.service`, bot)).toEqual(expect.any(String));
    },
    60_000,
  );

  it.each(ordinary.map(([what], at) => [what, at] as const))(
    'with %s may be restarted',
    async (_, at) => {
      expect(await whyNotRestart(machine, `good${at}.service`, bot)).toBeNull();
    },
    60_000,
  );

  it('that runs the services of a user is left alone', async () => {
    await machine.run('loginctl enable-linger watcher');
    const uid = (await machine.run('id -u watcher')).trim();
    expect(await whyNotRestart(machine, `user@${uid}.service`, bot)).toContain('runs the services of others');
  });
});
