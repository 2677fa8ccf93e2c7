import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { observe } from '../../src/probes/run.ts';
import { headSha } from '../support/builders.ts';
import { aMachine, aService } from '../support/facts/observed.ts';
import { lacks } from '../support/machines/system.ts';
import { aPackage } from '../support/packaging/package.ts';
import { aPlan, clients, limits } from '../support/probes/run-scene.ts';
import { bootTimeout, lacksSystemdMachine, startSystemdMachine } from '../support/servers/systemd-machine.ts';
import type { SystemdMachine } from '../support/servers/systemd-machine.ts';
import { keyText } from '../support/sites/keys.ts';
import { aQueue, theBot } from '../support/sites/scene.ts';

const SLOW = { timeout: 120_000, interval: 500 };
const unit = 'driftwatch-worker@home';

describe.skipIf(lacksSystemdMachine() || lacks(['npm', 'npm'], ['redis-server', 'redis-server']))(
  'the worker, installed and started as docs/sites.md says',
  () => {
    let folder: string;
    let machine: SystemdMachine;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'driftwatch-worker-'));
      const tarball = await aPackage(folder, headSha);
      const prefix = join(folder, 'prefix');
      await promisify(execFile)('npm', ['install', '--global', '--prefix', prefix, tarball], { cwd: folder });
      copyFileSync(process.execPath, join(prefix, 'bin/node'));
      machine = await startSystemdMachine({ shown: prefix });
    }, bootTimeout);
    afterAll(async () => {
      await machine?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const shown = async (property: string) =>
      (await machine.run(`systemctl show --value --property ${property} ${unit}`)).trim();

    it('reads a machine over SSH, starts again after kill -9, and ends at a stop', SLOW, async () => {
      const { host, port } = machine;
      const here = host.replace(/\d+$/, (last) => String(Number(last) - 1));
      const queue = await aQueue(['--protected-mode', 'no'], { address: here, within: [] });
      await machine.run(
        'useradd --system --home-dir /var/lib/driftwatch --shell /usr/sbin/nologin driftwatch',
      );
      await machine.run('cp -R /opt/shown/. /usr/local/ && install -d -m 755 /etc/driftwatch');
      const files = {
        'worker.env': `QUEUE_URL=${queue.url}\nSSH_USER=watcher\nWORKER_HOSTS=${host}\n`,
        site_key: keyText(),
        id_ed25519: readFileSync(machine.keyPath, 'utf8'),
      };
      for (const [name, text] of Object.entries(files))
        await machine.writeFile(`/etc/driftwatch/${name}`, text, '600');
      await machine.writeFile('/etc/driftwatch/known_hosts', `${host} ${machine.hostKey}\n`);
      const packaged = '/usr/local/lib/node_modules/driftwatch/packaging/systemd/driftwatch-worker@.service';
      await machine.run(`cp ${packaged} /etc/systemd/system/ && systemctl daemon-reload`);
      await machine.run(`systemctl enable --now ${unit}`);

      const box = aMachine({ name: 'box', host, port, user: null, site: 'home' });
      const cron = aService({
        name: 'cron',
        machine: 'box',
        endpoints: [],
        repo: null,
        systemd_unit: 'cron.service',
      });
      const plan = aPlan({ machines: [box], services: [cron] });
      const { sites } = theBot(queue.url);
      const read = async () => {
        const seen = (await observe(plan, clients({ sites }), limits, () => {})).machines['box'];
        const jobs = seen?.facts.jobs;
        return [seen?.connection, jobs?.ok === true ? jobs.value['cron']?.ok : jobs];
      };
      const whole = [{ status: 'connected' }, true];
      await expect.poll(read, SLOW).toEqual(whole);

      await machine.run(`kill -9 ${await shown('MainPID')}`);
      await expect.poll(async () => await shown('NRestarts'), SLOW).toBe('1');
      await expect.poll(read, SLOW).toEqual(whole);

      await machine.run(`systemctl stop ${unit}`);
      expect([await shown('ActiveState'), await shown('Result'), await shown('ExecMainStatus')]).toEqual([
        'inactive',
        'success',
        '0',
      ]);
    });
  },
);
