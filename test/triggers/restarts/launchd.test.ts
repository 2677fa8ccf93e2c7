import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testFolder } from '../../support/machines/folder.ts';
import { lacks } from '../../support/machines/system.ts';
import { programs } from '../../support/probes/job-scene.ts';
import { startSshd } from '../../support/servers/sshd.ts';
import { name, OVERLAP, quiet, told } from '../../support/triggers/restarts.ts';

describe('a restart of a watched service is no alert', () => {
  it.skipIf(lacks(['sshd', 'openssh-server']))(
    'by launchd, where the old process ends 2 s after the new one began',
    { timeout: 900_000 },
    async () => {
      const folder = await testFolder();
      const pidFile = join(folder, 'pid');
      // launchctl(1): the job's pid is the new one's from the start.
      const launchctl = `case "$1 $2" in
'list ') printf 'PID\\tStatus\\tLabel\\n%s\\t-15\\t${name}\\n' "$(cat ${pidFile})" ;;
*) echo 'Could not find service' >&2; exit 113 ;;
esac`;
      const bin = programs(folder, [], { launchctl });
      const sshd = await startSshd({ environment: { PATH: `${bin}:${process.env['PATH'] ?? ''}` } });
      onTestFinished(() => sshd.stop());
      function run() {
        const child = spawn('sleep', ['3000'], {
          argv0: `/usr/bin/node /srv/${name}/server.js`,
          stdio: 'ignore',
        });
        onTestFinished(() => void child.kill('SIGKILL'));
        return child;
      }
      function started() {
        const child = run();
        writeFileSync(pidFile, `${child.pid}`);
        return child;
      }
      let current = started();
      const heard = await told({
        access: sshd,
        service: { launchd_label: name },
        async restart() {
          const old = current;
          current = started();
          await pause(OVERLAP);
          old.kill('SIGKILL');
        },
        double: async () => void run(),
      });
      expect(heard).toEqual(quiet);
    },
  );
});
