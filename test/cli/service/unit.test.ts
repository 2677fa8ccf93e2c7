import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unitFor } from '../../../src/cli/service/unit.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { lacks } from '../../support/machines/system.ts';

const packaged = readFileSync('packaging/systemd/driftwatch.service', 'utf8');
const place = {
  command: ['/usr/bin/node', '/usr/lib/node_modules/driftwatch/bin/driftwatch.cjs'],
  folder: '/home/ada/bot',
  user: 'ada',
  writable: [],
} as const;

function directives(text: string) {
  return text.split('\n').filter((line) => /^\w+=/.test(line));
}

describe('the unit that service install writes', () => {
  it('runs this program in this folder as its owner', () => {
    const lines = directives(unitFor(packaged, place));
    expect(lines).toContain('User=ada');
    expect(lines).toContain('WorkingDirectory=/home/ada/bot');
    expect(lines).toContain('ReadWritePaths="/home/ada/bot"');
    expect(lines).toContain(
      'ExecStart="/usr/bin/node" "/usr/lib/node_modules/driftwatch/bin/driftwatch.cjs" bot',
    );
  });

  it('takes no setting from elsewhere, and is confined as the packaged unit is', () => {
    const lines = directives(unitFor(packaged, place));
    expect(lines.filter((line) => /etc\/driftwatch|var\/lib|_FILE=|STATE_URL/.test(line))).toEqual([]);
    const own =
      /^(?:User|WorkingDirectory|ExecStart|Environment|EnvironmentFile|LoadCredential|State\w+|Documentation|ProtectHome)=/;
    for (const line of directives(packaged).filter((each) => !own.test(each))) expect(lines).toContain(line);
  });

  it.skipIf(lacks(['systemd-analyze', 'systemd']))('is a unit in a folder of any name', async () => {
    for (const name of ['a b', '100%h', '$HOME', 'quo"te', "it's", 'back\\slash', 'ünï', '#', '-x']) {
      const folder = `/srv/${name}`;
      const path = join(await testFolder(), 'driftwatch.service');
      writeFileSync(
        path,
        unitFor(packaged, { ...place, command: ['/bin/true', folder], folder, user: 'root' }),
      );
      const { stderr, stdout } = spawnSync('systemd-analyze', ['verify', '--man=no', path], {
        encoding: 'utf8',
      });
      const said = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('driftwatch.service'));
      expect({ name, said }).toEqual({ name, said: [] });
    }
  });
});
