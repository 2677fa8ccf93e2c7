import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEvidence } from '../../../src/remediation/guard/evidence.ts';
import { actScript, REFUSED } from '../../../src/remediation/guard/program.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { launchdTies } from '../../support/remediation/attacks/launchd-ties.ts';
import type { Case } from '../../support/remediation/attacks/launchd-ties.ts';
import { lacksLands, lands } from '../../support/remediation/guard-lands.ts';
import { guardIn, wished } from '../../support/remediation/guard-verdict.ts';

const argv = ['launchctl', 'kickstart', '-k', 'gui/501/com.knox.app'];

/** A stopped job, as `launchctl print` of macOS 14 tells it; `lines` take the place of its program and arguments. */
function printOf(plist: string, lines: string): string {
  return `gui/501/com.knox.app = {
\tactive count = 0
\tpath = ${plist}
\ttype = LaunchAgent
\tstate = not running

${lines}
\tinherited environment = {
\t\tSSH_AUTH_SOCK => /private/tmp/com.apple.launchd.x/Listeners
\t}

\tdomain = gui/501 [100005]
\tasid = 100005
\tminimum runtime = 10
\truns = 2
\tlast exit code = 1

\tresource coalition = {
\t\tID = 4295
\t\tstate = active
\t}
}
`;
}
const program = (path: string, ...more: string[]) =>
  `\tprogram = ${path}\n\targuments = {\n${[path, ...more].map((word) => `\t\t${word}\n`).join('')}\t}\n`;

const cases: Case[] = [
  ['is free of trading', ({ start }) => program(start, '--port', '80'), 'free of trading'],
  ['has a program of a trading bot’s', () => program('/opt/shiva/run'), 'trading bot shiva'],
  [
    'starts a script that names one',
    ({ start }) => program(start),
    'names a trading bot',
    ({ start }) => writeFileSync(start, '#!/bin/sh\nexec /opt/shiva/run\n'),
  ],
  [
    'starts a script of a shell that names one',
    ({ folder }) => program('/bin/sh', join(folder, 'later')),
    'names a trading bot',
    ({ folder }) => writeFileSync(join(folder, 'later'), 'exec leverage\n'),
  ],
  [
    'starts a script by its way from the folder that it works in',
    ({ folder }) => `${program('/bin/sh', 'bin/later')}\tworking directory = ${folder}\n`,
    'names a trading bot',
    ({ folder }) => {
      mkdirSync(join(folder, 'bin'));
      writeFileSync(join(folder, 'bin', 'later'), 'exec leverage\n');
    },
  ],
  [
    'works in a folder of one',
    ({ start }) => `${program(start)}\tworking directory = /srv/foresight\n`,
    'trading bot foresight',
  ],
  [
    'works in a folder that the manifest gives one',
    ({ folder, start }) => `${program(start)}\tworking directory = ${folder}/alpha\n`,
    'trading service',
  ],
  ['has an argument that names one', ({ start }) => program(start, '--bot=my-shiva-2'), 'trading bot shiva'],
  [
    'has a variable of one',
    ({ start }) =>
      `${program(start)}\tenvironment = {\n\t\tBOT => shiva\n\t\tXPC_SERVICE_NAME => com.knox.app\n\t}\n`,
    'variable BOT',
  ],
  [
    'has a plist that names one',
    ({ start }) => program(start),
    'name leverage',
    ({ plist }) => writeFileSync(plist, '<plist><key>OtherJobEnabled</key><key>com.leverage</key></plist>'),
  ],
  [
    'is named by a trading job',
    ({ start }) => program(start),
    'a trading job names it',
    ({ folder }) => {
      writeFileSync(join(folder, 'print.com.knox.teller'), `\tpath = ${folder}/teller.plist\n`);
      writeFileSync(
        join(folder, 'teller.plist'),
        '<key>OtherJobEnabled</key><dict><key>com.knox.app</key></dict>',
      );
    },
  ],
  ...launchdTies(program),
  ['has no program that is told', () => '\ttimeout = 5\n', 'could not be seen'],
  [
    'has a plist that is not there',
    ({ start }) => program(start),
    'could not be read: what it starts is not known',
    ({ plist }) => rmSync(plist),
  ],
];

describe.skipIf(lacksLands).each(lands)('a stopped launchd job, in $name', (land) => {
  async function scene(lines: Case[1], prepare: Case[3]) {
    const folder = await testFolder();
    const place = { folder, plist: join(folder, 'com.knox.app.plist'), start: join(folder, 'start') };
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'alpha'));
    writeFileSync(place.plist, '<plist/>');
    writeFileSync(place.start, '#!/bin/sh\nexec sleep 600\n', { mode: 0o755 });
    prepare?.(place);
    const print = join(folder, 'print');
    writeFileSync(print, printOf(place.plist, lines(place)));
    const own = {
      launchctl: `case "$1" in print) if [ -f "$PRINT.\${2##*/}" ]; then exec cat "$PRINT.\${2##*/}"; elif [ "\${2##*/}" = com.knox.app ]; then exec cat "$PRINT"; else exit 113; fi ;; *) echo "$@" >>"$PRINT.ran" ;; esac`,
    };
    const run = await guardIn(land, own, { PRINT: print, HOME: folder });
    const wish = wished({
      action: 'restart-launchd-job',
      argv,
      services: [
        { name: 'app', launchd_label: 'com.knox.app' },
        {
          name: 'alpha',
          kind: 'trading',
          risk_tier: 'CRITICAL',
          checkout: join(folder, 'alpha'),
          launchd_label: 'com.knox.teller',
        },
      ],
    });
    return { ...place, ...wish, run, print };
  }

  it.each(cases)('that %s is judged before it is started', async (_, lines, expected, prepare) => {
    const { run, look, why } = await scene(lines, prepare);
    expect(why(run(look).printed) ?? 'free of trading').toContain(expected);
  });

  it('is started only where nothing has changed since', async () => {
    const { run, look, claims, print, start } = await scene(({ start }) => program(start), undefined);
    const approved = readEvidence(run(look).printed)?.approved ?? [];
    writeFileSync(start, '#!/bin/sh\nexec /opt/shiva/run\n');
    expect(run(actScript(claims, approved, 'id-1'), argv)).toMatchObject({
      status: REFUSED,
      printed: 'driftwatch changed programs\n',
    });
    writeFileSync(start, '#!/bin/sh\nexec sleep 600\n');
    expect(run(actScript(claims, approved, 'id-2'), argv)).toMatchObject({ status: 0 });
    expect(readFileSync(`${print}.ran`, 'utf8')).toBe('kickstart -k gui/501/com.knox.app\n');
  });
});
