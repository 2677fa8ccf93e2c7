import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plistFor } from '../../../src/cli/service/plist.ts';
import { lacks } from '../../support/machines/system.ts';

const packaged = readFileSync('packaging/launchd/driftwatch.plist', 'utf8');
const script = 'import json, plistlib, sys; print(json.dumps(plistlib.loads(sys.stdin.buffer.read())))';

describe.skipIf(lacks(['python3', 'python3']))('the property list that service install writes', () => {
  it.each(['/Users/ada/bot', '/Users/ada/a & b', '/srv/<x>', "/srv/it's $& $1"])(
    'runs this program in %s as its owner',
    (folder) => {
      const command = ['/opt/homebrew/bin/node', `${folder}/driftwatch.cjs`] as const;
      const input = plistFor(packaged, { command, folder, user: 'ada', writable: [] });
      const plist: unknown = JSON.parse(execFileSync('python3', ['-c', script], { encoding: 'utf8', input }));
      expect(plist).toEqual({
        Label: 'driftwatch',
        UserName: 'ada',
        WorkingDirectory: folder,
        ProgramArguments: [...command, 'bot'],
        EnvironmentVariables: {
          PATH: '/opt/homebrew/bin:/usr/local/bin:/usr/bin:/bin',
          NODE_OPTIONS: '--max-semi-space-size=4',
          NODE_ENV: 'production',
        },
        RunAtLoad: true,
        KeepAlive: { SuccessfulExit: false },
        ThrottleInterval: 60,
        ExitTimeOut: 20,
        Umask: 0o77,
        StandardOutPath: `${folder}/driftwatch.log`,
        StandardErrorPath: `${folder}/driftwatch.log`,
      });
    },
  );
});
