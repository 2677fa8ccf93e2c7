import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bootTimeout,
  lacksSystemdMachine,
  startSystemdMachine,
} from '../../support/servers/systemd-machine.ts';
import type { SystemdMachine } from '../../support/servers/systemd-machine.ts';
import { whyNotRestart } from '../../support/remediation/unit-verdict.ts';

/** Nothing of the bot is called by a trading word. */
const TELLER = { checkout: '/opt/alpha', systemd_unit: 'tell' };

const files = {
  '/etc/systemd/system/tell.service': `[Service]
EnvironmentFile=/etc/tally/cfg.env
StateDirectory=ledger
ReadWritePaths=/srv/books
BindPaths=/srv/desk
ExecStartPre=/opt/other/before
ExecStart=/opt/alpha/run
`,
  '/opt/alpha/run': '#!/bin/sh\nsleep 1d\n',
  '/opt/other/before': '#!/bin/sh\ntrue\n',
  '/opt/my tools/run.sh': 'exec /opt/alpha/run\n',
  '/opt/a,b/run.sh': 'exec /opt/alpha/run\n',
  '/opt/s/spaced': '#!/bin/sh\nexec "/opt/my tools/run.sh"\n',
  '/opt/s/named': '#!/bin/sh\n/opt/ctl stop paperboy\n',
  '/opt/s/process': '#!/bin/sh\n/opt/ctl stop clerk.py\n',
  '/opt/s/sweep': '#!/bin/sh\nrm -rf /opt/al*\n',
  '/opt/mine/old': '',
  '/opt/py/web/main.py': 'os.execv("/opt/alpha/run", [])\n',
  '/etc/shut/x.env': 'CMD=sh1va\n',
  '/etc/tally/cfg.env': 'X=1\n',
  '/srv/books/one': '',
  '/srv/desk/one': '',
  '/var/lib/ledger/one': '',
};

/** what -> lines of its unit, the trading service, who looks */
type Row = [what: string, lines: string, trading?: object, user?: 'watcher'];
const before = (command: string) => `ExecStartPre=${command}\nExecStart=/bin/sleep 1d`;
const shell = (text: string) => before(`/bin/sh -c '${text}'`);

const attacks: Row[] = [
  [
    'an environment file in a closed folder',
    'EnvironmentFile=/etc/shut/x.env\nExecStart=/bin/sh -c "exec $CMD"',
    TELLER,
    'watcher',
  ],
  [
    'environment files in a closed folder',
    'EnvironmentFile=-/etc/shut/*.env\nExecStart=/bin/sh -c "exec $CMD"',
    TELLER,
    'watcher',
  ],
  ['a script whose path holds a blank', 'ExecStart=/bin/sh "/opt/my tools/run.sh"'],
  ['a script whose path holds a comma', 'ExecStart=/bin/sh /opt/a,b/run.sh'],
  ['a script that names one whose path holds a blank', before('/opt/s/spaced')],
  ['the second line of a command', 'ExecStart=/bin/sh -c "true\\n\\n/opt/s/spaced"'],
  ['a manager in the second line', 'ExecStart=/bin/sh -c "true\\nsystemctl restart x"'],
  ['a word after a tab', 'ExecStart=/bin/sh -c "true;\\t/opt/s/spaced"'],
  ['a pattern of scripts', 'ExecStart=/bin/sh -c "exec /opt/s/spac*"'],
  ['a module of Python', 'WorkingDirectory=/opt/py\nExecStart=/usr/bin/python3 -m web.main'],
  ['the bot’s environment file', shell('echo X=2 >/etc/tally/cfg.env')],
  ['the bot’s state', before('/bin/rm /var/lib/ledger/one')],
  ['a folder that the bot may write', shell('echo >/srv/books/one')],
  ['a folder that the bot is shown', shell('echo >/srv/desk/one')],
  ['what the bot runs before it starts', shell('echo >/opt/other/before')],
  ['the bot’s name in a script', before('/opt/s/named'), { name: 'paperboy', process: 'clerk.py' }],
  ['the bot’s process in a script', before('/opt/s/process'), { name: 'paperboy', process: 'clerk.py' }],
  ['an owner for all below', before('/bin/chown -R watcher /opt')],
  ['a search that removes', before('/usr/bin/find /opt -name old -delete')],
  ['a pattern in a script', before('/opt/s/sweep')],
];
const harmless: Row[] = [
  [
    'an environment file that is not there',
    'EnvironmentFile=-/etc/none.env\nExecStart=/bin/sleep 1d',
    TELLER,
    'watcher',
  ],
  ['a command of several lines', 'ExecStart=/bin/sh -c "true\\n\\nexec sleep 1d"'],
  ['an owner for its own folder', before('/bin/chown -R watcher /opt/mine')],
  ['a search that only looks', before('/usr/bin/find /opt -name old')],
  ['a pattern of its own', shell('rm -rf /opt/mi*/old')],
];

describe.skipIf(lacksSystemdMachine())('a unit of a real systemd', () => {
  let machine: SystemdMachine;
  const named = (at: number, kind: string) => `${kind}${at}.service`;
  beforeAll(async () => {
    machine = await startSystemdMachine();
    const units = { bad: attacks, good: harmless };
    const all = Object.entries({
      ...files,
      ...Object.fromEntries(
        Object.entries(units).flatMap(([kind, rows]) =>
          rows.map(([, lines], at) => [`/etc/systemd/system/${named(at, kind)}`, `[Service]\n${lines}\n`]),
        ),
      ),
    });
    const lay = all.map(
      ([path, text]) => `mkdir -p "${path.replace(/\/[^/]*$/, '')}"; cat >"${path}" <<'EOF'\n${text}EOF\n`,
    );
    const after =
      'chmod 755 /opt/alpha/run /opt/other/* /opt/s/*; chmod 700 /etc/shut; systemctl daemon-reload';
    await machine.run('sh -s', { input: lay.join('') + after });
  }, bootTimeout);
  afterAll(() => machine?.close());

  const rows = (list: Row[]) =>
    list.map(([what, , trading = TELLER, user], at) => [what, at, trading, user] as const);

  it.each(rows(attacks))(
    'that would reach a trading bot by %s is left alone',
    async (_, at, trading, user) => {
      expect(await whyNotRestart(machine, named(at, 'bad'), trading, user)).toEqual(expect.any(String));
    },
  );

  it.each(rows(harmless))('with %s may be restarted', async (_, at, trading, user) => {
    expect(await whyNotRestart(machine, named(at, 'good'), trading, user)).toBeNull();
  });
});
