import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EnvKeys, secretKeys } from '../../src/env/env-keys.ts';
import { testFolder } from '../support/machines/folder.ts';
import { lacks } from '../support/machines/system.ts';

const unitPath = 'packaging/systemd/driftwatch.service';
const unit = readFileSync(unitPath, 'utf8');
const plistPath = 'packaging/launchd/driftwatch.plist';
const arguments_ = ['/usr/local/bin/driftwatch', 'bot'];

/** The values of a directive, in order. */
function directive(name: string): string[] {
  return [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value]) => value ?? '');
}

const known = new Set([
  'PATH',
  'NODE_ENV',
  'NODE_OPTIONS',
  'MALLOC_ARENA_MAX',
  ...Object.keys(EnvKeys.shape),
  ...secretKeys.map((key) => `${key}_FILE`),
]);

/** What systemd finds wrong with a unit, without the machine's other units. */
async function complaints(text: string): Promise<string[]> {
  const path = join(await testFolder(), 'driftwatch.service');
  // a program that is there: here nothing is installed
  writeFileSync(path, text.replace('/usr/local/bin/driftwatch', '/usr/bin/env driftwatch'));
  const { stderr, stdout } = spawnSync('systemd-analyze', ['verify', '--man=no', path], { encoding: 'utf8' });
  return `${stdout}${stderr}`.split('\n').filter((line) => line.includes('driftwatch.service'));
}

describe('the systemd unit', () => {
  it('starts what npm start starts, and sets keys that the bot knows', () => {
    expect(directive('ExecStart')).toEqual([arguments_.join(' ')]);
    const own: { scripts: { start: string } } = JSON.parse(readFileSync('package.json', 'utf8'));
    const settings = ['NODE_OPTIONS=--max-semi-space-size=4', 'MALLOC_ARENA_MAX=1'];
    expect(own.scripts.start).toBe(`${settings.join(' ')} node bin/driftwatch.cjs bot`);
    expect(directive('Environment')).toEqual(expect.arrayContaining(settings));
    const set = directive('Environment').map((value) => value.split('=')[0] ?? '');
    expect(set.filter((key) => !known.has(key))).toEqual([]);
  });

  it('keeps its state where it may write, and gives up on what only a person can mend', () => {
    expect(directive('Environment')).toContain(
      `STATE_URL=sqlite:///var/lib/${directive('StateDirectory')[0]}/driftwatch.sqlite`,
    );
    expect(directive('Restart')).toEqual(['on-failure']);
    expect(directive('RestartPreventExitStatus')).toEqual(['3']);
  });

  it('takes every secret from a credential that it loads', () => {
    const loaded = directive('LoadCredential').map((value) => value.split(':')[0] ?? '');
    const used = directive('Environment').flatMap((value) => /=%d\/(.+)/.exec(value)?.[1] ?? []);
    expect(used).toEqual(loaded);
  });

  describe.skipIf(lacks(['systemd-analyze', 'systemd']))('for systemd itself', () => {
    it('has nothing wrong', async () => {
      expect(await complaints(unit)).toEqual([]);
      expect(await complaints(unit.replace('ProtectSystem=', 'ProtectsSystem='))).not.toEqual([]);
    });

    it('is confined better than most', () => {
      // 0 is a unit that may do nothing, 10 one that may do everything
      const ask = ['security', '--offline=true', '--threshold=25', '--no-pager', unitPath];
      const { status, stdout } = spawnSync('systemd-analyze', ask, { encoding: 'utf8' });
      expect(stdout).toMatch(/Overall exposure level/);
      expect(status).toBe(0);
    });
  });
});

describe.skipIf(lacks(['python3', 'python3']))('the launchd property list', () => {
  it('is one, and starts the bot with keys that it knows', () => {
    const script = 'import json, plistlib, sys; print(json.dumps(plistlib.load(open(sys.argv[1], "rb"))))';
    const printed = execFileSync('python3', ['-c', script, plistPath], { encoding: 'utf8' });
    const plist: unknown = JSON.parse(printed);
    expect(plist).toMatchObject({
      ProgramArguments: arguments_,
      KeepAlive: { SuccessfulExit: false },
      Umask: 0o77,
      EnvironmentVariables: { STATE_URL: 'sqlite:///var/db/driftwatch/driftwatch.sqlite' },
    });
    const { EnvironmentVariables } = plist as { EnvironmentVariables: Record<string, string> };
    expect(Object.keys(EnvironmentVariables).filter((key) => !known.has(key))).toEqual([]);
  });
});
