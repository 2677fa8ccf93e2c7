import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { watchingBot } from '../support/bots/watching-bot.ts';
import { testFolder } from '../support/machines/folder.ts';
import { lacks } from '../support/machines/system.ts';
import { programs } from '../support/probes/job-scene.ts';
import { lacksDockerd, startDockerd } from '../support/servers/dockerd.ts';
import { startSshd } from '../support/servers/sshd.ts';
import { bootTimeout, lacksSystemdMachine, startSystemdMachine } from '../support/servers/systemd-machine.ts';

const CI = Boolean(process.env['CI']);
const PATIENT = { timeout: 120_000, interval: 100 };
/** ms that old and new run beside each other */
const OVERLAP = 2000;
const name = `shiva-${process.pid.toString(36)}`;

const quiet = { ofRestarts: [], ofCopy: 1 };

type Watched = Pick<Parameters<typeof watchingBot>[0], 'access'> & {
  service: object;
  restarts: number;
  restart: () => Promise<void>;
  /** starts one more copy, that stays */
  double: () => Promise<void>;
};

/** What people are sent of the service while it is restarted under the watch's eyes; and how often, once it is doubled. */
async function told({ access, service, restarts, restart, double }: Watched) {
  // Half an interval lies between two looks: longer than a loaded machine makes the overlap.
  const services = [{ name, machine: 'tesseract', risk_tier: 'CRITICAL', ...service }];
  const bot = await watchingBot({ access, services, environment: { WATCH_INTERVAL: '30s' } });
  const { said } = bot.start();
  await expect.poll(said, PATIENT).toContain('Driftwatch is ready');
  for (let done = 0; done < restarts; done += 1) {
    await restart();
    await pause(Math.random() * 3000);
  }
  const ofRestarts = bot.messages().filter((message) => message.includes(name));
  await double();
  await expect.poll(() => bot.paged(name), PATIENT).toBeGreaterThan(0);
  return { ofRestarts, ofCopy: bot.said(`of ${name} are running`, '· new') };
}

describe('a restart of a watched service is no alert', () => {
  it.skipIf(lacksSystemdMachine())(
    'by systemd, where a worker outlives its parent by 2 s',
    { timeout: bootTimeout },
    async () => {
      const machine = await startSystemdMachine();
      onTestFinished(() => machine.close());
      const worker = `tail --pid=$PPID -f /dev/null; sleep ${OVERLAP / 1000}`;
      await machine.writeFile(`/srv/${name}/worker.sh`, `trap '' TERM\n${worker}\n`);
      await machine.writeFile(`/srv/${name}/server.sh`, `bash /srv/${name}/worker.sh &\nwait\n`);
      // On a fast machine there are more restarts than systemd allows in 10 s (DefaultStartLimitBurst=5).
      const unlimited = '[Unit]\nStartLimitIntervalSec=0\n';
      const unit = `${unlimited}[Service]\nExecStart=/bin/bash /srv/${name}/server.sh\nKillMode=process\n`;
      await machine.writeUnit(`${name}.service`, unit);
      await machine.run(`systemctl start ${name}`);
      const heard = await told({
        access: { ...machine, user: 'root' },
        service: { systemd_unit: `${name}.service` },
        restarts: CI ? 12 : 3,
        restart: async () => void (await machine.run(`systemctl restart ${name}`)),
        double: async () =>
          void (await machine.run(`setsid bash /srv/${name}/server.sh >/dev/null 2>&1 </dev/null &`)),
      });
      expect(heard).toEqual(quiet);
    },
  );

  it.skipIf(lacksDockerd() || lacks(['sshd', 'openssh-server']))(
    'by docker, and by a new container beside the old one',
    { timeout: 900_000 },
    async () => {
      const engine = await startDockerd();
      onTestFinished(() => engine.stop(), 60_000);
      const image = `${engine.prefix}-bot`;
      await engine.build(
        image,
        'FROM scratch\nCOPY busybox /bin/busybox\nCMD ["/bin/busybox","sleep","3000"]',
      );
      const sshd = await startSshd({ environment: { DOCKER_HOST: engine.host } });
      onTestFinished(() => sshd.stop());
      const labels = { project: engine.prefix, service: name, oneoff: 'False', 'container-number': '1' };
      const labelled = Object.entries(labels).flatMap(([key, value]) => [
        '--label',
        `com.docker.compose.${key}=${value}`,
      ]);
      let count = 0;
      async function run(): Promise<string> {
        const container = `${engine.prefix}-${(count += 1)}`;
        await engine.docker('run', '--detach', '--network', 'none', '--name', container, ...labelled, image);
        return container;
      }
      let current = await run();
      const heard = await told({
        access: sshd,
        service: { docker_service: name },
        restarts: CI ? 12 : 3,
        async restart() {
          if (count % 2 === 0) await engine.docker('restart', '--time', '0', current);
          const next = await run();
          await pause(OVERLAP);
          await engine.docker('rm', '--force', current);
          current = next;
        },
        double: async () => void (await run()),
      });
      expect(heard).toEqual(quiet);
    },
  );

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
        restarts: CI ? 12 : 3,
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
