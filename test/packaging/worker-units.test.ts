import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EnvKeys, secretKeys } from '../../src/env/env-keys.ts';
import { testFolder } from '../support/machines/folder.ts';
import { lacks } from '../support/machines/system.ts';

const unit = readFileSync('packaging/systemd/driftwatch-worker@.service', 'utf8');
const bot = readFileSync('packaging/systemd/driftwatch.service', 'utf8');
const plist = 'packaging/launchd/driftwatch-worker.plist';
const known = new Set([
  'PATH',
  'NODE_ENV',
  'NODE_OPTIONS',
  'MALLOC_ARENA_MAX',
  ...Object.keys(EnvKeys.shape),
  ...secretKeys.map((key) => `${key}_FILE`),
]);

function directive(name: string, text = unit): string[] {
  return [...text.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value]) => value ?? '');
}

describe("the worker's systemd unit", () => {
  it('starts the worker of the site that it is called by, with keys that it knows', () => {
    expect(directive('ExecStart')).toEqual(['/usr/local/bin/driftwatch worker --site %i']);
    const set = directive('Environment').map((value) => value.split('=')[0] ?? '');
    expect(set.filter((key) => !known.has(key))).toEqual([]);
    const loaded = directive('LoadCredential').map((value) => value.split(':')[0] ?? '');
    expect(directive('Environment').flatMap((value) => /=%d\/(.+)/.exec(value)?.[1] ?? [])).toEqual(loaded);
  });

  it("is confined as the bot's is", () => {
    const confined = (text: string) => text.slice(text.indexOf('StateDirectoryMode='));
    expect(confined(unit)).toBe(confined(bot));
  });

  it.skipIf(lacks(['systemd-analyze', 'systemd']))('has nothing wrong for systemd itself', async () => {
    const path = join(await testFolder(), 'driftwatch-worker@home.service');
    writeFileSync(path, unit.replace('/usr/local/bin/driftwatch', '/usr/bin/env driftwatch'));
    const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', path], {
      encoding: 'utf8',
    });
    expect(`${stdout}${stderr}`.split('\n').filter((line) => line.includes('driftwatch-worker@'))).toEqual(
      [],
    );
  });
});

it.skipIf(lacks(['python3', 'python3']))("the worker's property list is one, and starts a worker", () => {
  const script = 'import json, plistlib, sys; print(json.dumps(plistlib.load(open(sys.argv[1], "rb"))))';
  const { stdout } = spawnSync('python3', ['-c', script, plist], { encoding: 'utf8' });
  expect(JSON.parse(stdout)).toMatchObject({
    Label: 'driftwatch-worker',
    ProgramArguments: ['/usr/local/bin/driftwatch', 'worker', '--site', 'home'],
  });
});
