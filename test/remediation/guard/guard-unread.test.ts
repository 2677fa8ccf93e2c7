import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lettersScript } from '../../../src/remediation/guard/letters-script.ts';
import { programsScript } from '../../../src/remediation/guard/programs-script.ts';
import { wordsScript } from '../../../src/remediation/guard/words-script.ts';
import { testFolder } from '../../support/machines/folder.ts';

/** Root reads everything: as root, the script runs as nobody. */
const drop =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'sh'] : ['sh'];

/** What the script prints as a user who is not root. */
function printed(command: string, ...words: string[]): string {
  const [program = '', ...rest] = drop;
  const script = `by=\ngiven_as() { :; }\n${lettersScript}${programsScript}${wordsScript}\n${command}`;
  return spawnSync(program, [...rest, '-c', script, 'sh', ...words], { encoding: 'utf8', cwd: '/' }).stdout;
}

describe('a folder that a command works in', () => {
  it.each([
    ['with a script that nobody sees', 'room', '/bin/sh start.sh', true],
    ['with a script further in', 'room/in', '/bin/sh ../start.sh', true],
    ['with a subcommand that may be a file', 'room', '/usr/bin/make all', true],
    ['as systemctl shows it', 'room', '{ path=/bin/sh ; argv[]=/bin/sh start.sh ; ignore_errors=no', true],
    ['without a word that could be a file', 'room', '/usr/bin/serve --port 80 -v /srv/data', false],
    ['that is open', 'open', '/bin/sh start.sh', false],
    ['that is not there', 'nowhere', '/bin/sh start.sh', false],
  ])('%s', async (_, name, command, isShut) => {
    const folder = await testFolder();
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'open'));
    mkdirSync(join(folder, 'room', 'in'), { recursive: true });
    chmodSync(join(folder, 'room'), 0o000);
    const said = printed('shut_to "$1" "$2"', join(folder, name), command);
    chmodSync(join(folder, 'room'), 0o755);
    expect(said).toBe(isShut ? `shut ${join(folder, name)}\n` : '');
  });
});

describe('what a start is given, and the SSH user may not read', () => {
  it.each([
    ['a script of another user', 'closed.sh', 'unread'],
    ['a script in a folder that is closed', 'room/start.sh', 'unread'],
    ['what is not there', 'nothing.sh', null],
    ['a folder', 'room', null],
    ['a file that is read and names a bot', 'open.sh', 'names trading'],
    ['a file that is read and names none', 'clean.conf', null],
  ])('%s: %s is %s', async (_, name, expected) => {
    const folder = await testFolder();
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'room'));
    for (const [file, text] of Object.entries({
      'closed.sh': 'exec /opt/shiva/run',
      'room/start.sh': 'exec /opt/shiva/run',
      'open.sh': '#!/bin/sh\nexec /opt/shiva/run\n',
      'clean.conf': 'port=1\n',
    }))
      writeFileSync(join(folder, file), text);
    chmodSync(join(folder, 'closed.sh'), 0o000);
    chmodSync(join(folder, 'room'), 0o000);
    const said = printed('arguments_of "$1"', join(folder, name));
    chmodSync(join(folder, 'room'), 0o755);
    expect(said).toBe(expected === null ? '' : `argument ${join(folder, name)} ${expected}\n`);
  });
});
