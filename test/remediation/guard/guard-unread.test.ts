import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lettersScript } from '../../../src/remediation/guard/letters-script.ts';
import { programsScript } from '../../../src/remediation/guard/programs-script.ts';
import { testFolder } from '../../support/machines/folder.ts';

/** Root reads everything: as root, the script runs as nobody. */
const drop =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'sh'] : ['sh'];

describe('what a start is given, and the SSH user may not read', () => {
  it.each([
    ['a script of another user', 'closed.sh', 'unread'],
    ['a script in a folder that is closed', 'room/start.sh', 'unread'],
    ['what is not there', 'nothing.sh', null],
    ['a folder', 'room', null],
    ['a file that is read and names a bot', 'open.sh', 'names trading'],
    ['a file that is read and names none', 'clean.conf', null],
  ])('%s: %s is %s', async (_, name, said) => {
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
    const [program = '', ...rest] = drop;
    const script = `by=\ngiven_as() { :; }\n${lettersScript}${programsScript}\narguments_of "$1"`;
    const { stdout } = spawnSync(program, [...rest, '-c', script, 'sh', join(folder, name)], {
      encoding: 'utf8',
      cwd: '/',
    });
    chmodSync(join(folder, 'room'), 0o755);
    expect(stdout).toBe(said === null ? '' : `argument ${join(folder, name)} ${said}\n`);
  });
});
