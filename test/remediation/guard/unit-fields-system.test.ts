import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bootTimeout,
  lacksSystemdMachine,
  startSystemdMachine,
} from '../../support/servers/systemd-machine.ts';
import type { SystemdMachine } from '../../support/servers/systemd-machine.ts';
import { whyNotRestart } from '../../support/remediation/unit-verdict.ts';

const SLEEPS = '[Service]\nExecStart=/bin/sleep 1d\n';
/** Nothing of the bot is called by a trading word; the manifest knows its checkout and its unit. */
const TELLER = { checkout: '/opt/alpha', systemd_unit: 'tell', lockfile: '/run/zeta/a/alpha.pid' };
const BY_UNIT = { systemd_unit: 'tell' };

/** what -> lines of its unit, the trading service, other files: path -> content */
type Attack = [what: string, unit: string, trading?: object, files?: Record<string, string>];

const unit = (name: string) => `/etc/systemd/system/${name}`;
const script = { '/opt/wrapper/cmd': 'exec /opt/alpha/run\n' };

const attacks: Attack[] = [
  ['a script by its folder', '[Service]\nWorkingDirectory=/opt\nExecStart=/bin/sh alpha/run\n'],
  ['a script after cd', "[Service]\nExecStart=/bin/sh -c 'cd /opt && ./alpha/run'\n"],
  ['a variable', "[Service]\nEnvironment=CMD=/opt/alpha/run\nExecStart=/bin/sh -c 'exec $CMD'\n"],
  [
    'a word in an environment file',
    "[Service]\nEnvironmentFile=/etc/word.env\nExecStart=/bin/sh -c 'exec $CMD'\n",
    TELLER,
    { '/etc/word.env': 'CMD=sh1va\n' },
  ],
  [
    'a path in an environment file',
    "[Service]\nEnvironmentFile=-/etc/x-*.env\nExecStart=/bin/sh -c 'exec $CMD'\n",
    TELLER,
    { '/etc/x-1.env': 'CMD=/opt/alpha/run\n' },
  ],
  [
    'a script that a shell is told to read',
    "[Service]\nExecStart=/bin/sh -c 'exec $$(cat /opt/wrapper/cmd)'\n",
    TELLER,
    script,
  ],
  [
    'a script that a shell is fed with',
    "[Service]\nExecStart=/bin/sh -c 'sh </opt/wrapper/cmd'\n",
    TELLER,
    script,
  ],
  [
    'a script among very many words',
    `[Service]\nExecStart=/bin/sh /opt/wrapper/cmd ${Array.from({ length: 120 }, (_, index) => `/a/${index}`).join(' ')}\n`,
    TELLER,
    script,
  ],
  ['a folder that goes with a stop', '[Service]\nRuntimeDirectory=zeta\nExecStart=/bin/sleep 1d\n'],
  [
    'a folder that it is given',
    '[Service]\nStateDirectory=alp\nExecStart=/bin/sleep 1d\n',
    { checkout: '/var/lib/alp' },
  ],
  ['a restart of the machine', `[Unit]\nFailureAction=reboot\n${SLEEPS}`],
  ['a restart of the machine, by the limit of starts', `[Unit]\nStartLimitAction=reboot\n${SLEEPS}`],
  ['what its user shares', '[Service]\nUser=watcher\nRemoveIPC=yes\nExecStart=/bin/sleep 1d\n'],
  [
    'the bot’s folder, known by its unit alone',
    '[Service]\nWorkingDirectory=/opt/alpha\nExecStart=/bin/sh -c ./run\n',
    BY_UNIT,
  ],
  ['the bot’s program, known by its unit alone', '[Service]\nExecStart=/opt/alpha/run\n', BY_UNIT],
  ['a hard link of the bot’s program', '[Service]\nExecStart=/opt/wrapper/hard\n'],
  ['an overlay over the bot’s folder', '[Service]\nExecStart=/srv/over/run\n'],
  [
    'a mount of the bot’s folder that it pulls in',
    '[Unit]\nRequiresMountsFor=/srv/w\n[Service]\nExecStart=/srv/w/run\n',
    TELLER,
    { [unit('srv-w.mount')]: '[Mount]\nWhat=/opt/alpha\nWhere=/srv/w\nType=none\nOptions=bind\n' },
  ],
  ['a mount of a folder above the bot’s', '[Service]\nBindPaths=/opt:/data\nExecStart=/data/alpha/run\n'],
  [
    'the home of its user',
    '[Service]\nUser=watcher\nWorkingDirectory=~\nExecStart=/bin/sh -c ./run\n',
    { checkout: '/home/watcher' },
  ],
  ['what it writes', '[Service]\nStandardOutput=truncate:/opt/alpha/log\nExecStart=/bin/sleep 1d\n'],
  [
    'what it is fed with',
    '[Service]\nStandardInput=data\nStandardInputText=exec /opt/alpha/run\nExecStart=/bin/sh\n',
  ],
  ['a variable of systemd itself', "[Service]\nPassEnvironment=CMD\nExecStart=/bin/sh -c 'exec $CMD'\n"],
  ['a group', '[Service]\nGroup=shiva\nExecStart=/bin/sleep 1d\n'],
  ['a name in the log', '[Service]\nSyslogIdentifier=shiva\nExecStart=/bin/sleep 1d\n'],
  ['a slice', '[Service]\nSlice=shiva.slice\nExecStart=/bin/sleep 1d\n'],
  [
    'a socket',
    '[Unit]\nRequires=door.socket\n' + SLEEPS,
    TELLER,
    {
      [unit('door.socket')]: '[Socket]\nListenStream=/opt/alpha/sock\nService=door.service\n',
      [unit('door.service')]: SLEEPS,
    },
  ],
  ['a timer', SLEEPS, TELLER, { [unit('shiva.timer')]: '[Timer]\nOnCalendar=daily\nUnit=UNIT\n' }],
  [
    'an addition to a unit of the distribution',
    `[Unit]\nWants=cron.service\n${SLEEPS}`,
    TELLER,
    { '/etc/systemd/system/cron.service.d/a.conf': '[Service]\nExecStartPre=/opt/wrapper/w\n' },
  ],
  [
    'a unit among the distribution’s',
    `[Unit]\nWants=lib19.service\n${SLEEPS}`,
    TELLER,
    { '/usr/lib/systemd/system/lib19.service': '[Service]\nExecStart=/opt/wrapper/w\n' },
  ],
  [
    'an addition for this boot',
    SLEEPS,
    TELLER,
    { '/run/systemd/system/UNIT.d/override.conf': '[Service]\nExecStart=\nExecStart=/opt/alpha/run\n' },
  ],
];

const harmless: Attack[] = [
  ['nothing', SLEEPS],
  ['an order after the bot', `[Unit]\nAfter=tell.service network.target\n# not shiva\n${SLEEPS}`],
  [
    'an environment file',
    '[Service]\nEnvironmentFile=/etc/mine.env\nExecStart=/bin/sleep 1d\n',
    TELLER,
    { '/etc/mine.env': 'TOKEN=x\n' },
  ],
  [
    'folders of its own',
    '[Service]\nRuntimeDirectory=mine\nStateDirectory=mine\nExecStart=/bin/sh /opt/mine/run\n',
    TELLER,
    { '/opt/mine/run': 'exec sleep 1d\n' },
  ],
  ['the network', `[Unit]\nWants=network-online.target\n${SLEEPS}`],
  ['a tellers’ office', '[Unit]\nDescription=Storytelling\n[Service]\nExecStart=/bin/sleep 1d\n'],
];

describe.skipIf(lacksSystemdMachine())('a stopped unit of a real systemd', () => {
  let machine: SystemdMachine;
  const named = (at: number, kind: string) => `${kind}${at}.service`;
  beforeAll(async () => {
    machine = await startSystemdMachine();
    const files: Record<string, string> = {
      [unit('tell.service')]: '[Service]\nExecStart=/opt/alpha/run\nWorkingDirectory=/opt/alpha\n',
      '/opt/alpha/run': '#!/bin/sh\nsleep 1d\n',
      '/opt/wrapper/w': '#!/bin/sh\nexec /opt/alpha/run\n',
      '/run/zeta/a/alpha.pid': '1\n',
    };
    for (const [kind, list] of [
      ['bad', attacks],
      ['good', harmless],
    ] as const)
      for (const [at, [, lines, , more = {}]] of list.entries()) {
        files[unit(named(at, kind))] = lines;
        for (const [path, text] of Object.entries(more))
          files[path.replace('UNIT', named(at, kind))] = text.replace('UNIT', named(at, kind));
      }
    const lay = Object.entries(files).map(
      ([path, text]) => `mkdir -p "${path.replace(/\/[^/]*$/, '')}"; cat >"${path}" <<'EOF'\n${text}EOF\n`,
    );
    const after = `chmod 755 /opt/alpha/run /opt/wrapper/w; mkdir -p /var/lib/alp /srv/w /srv/over /run/over/u /run/over/w
ln -f /opt/alpha/run /opt/wrapper/hard
mount -t overlay overlay -o lowerdir=/opt/alpha,upperdir=/run/over/u,workdir=/run/over/w /srv/over
systemctl set-environment CMD=/opt/alpha/run
systemctl daemon-reload
systemctl start shiva.timer`;
    await machine.run('sh -s', { input: lay.join('') + after });
  }, bootTimeout);
  afterAll(() => machine?.close());

  it.each(attacks.map(([what, , trading = TELLER], at) => [what, at, trading] as const))(
    'that would reach a trading bot by %s is left alone',
    async (_, at, trading) => {
      expect(await whyNotRestart(machine, named(at, 'bad'), trading)).toEqual(expect.any(String));
    },
  );

  it.each(harmless.map(([what, , trading = TELLER], at) => [what, at, trading] as const))(
    'with %s may be restarted',
    async (_, at, trading) => {
      expect(await whyNotRestart(machine, named(at, 'good'), trading)).toBeNull();
    },
  );

  it('that is a brother of a trading template is left alone', async () => {
    await machine.writeUnit('brother@.service', SLEEPS);
    expect(await whyNotRestart(machine, 'brother@2.service', { systemd_unit: 'brother@1' })).toContain(
      'brother@.service',
    );
  });
});
