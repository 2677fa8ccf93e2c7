import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { UserError } from '../../text/user-error.ts';
import { plistFor } from './plist.ts';
import type { ServiceSettings } from './service-settings.ts';
import { unitFor } from './unit.ts';

/** A service manager, and how to tell it about the bot. */
export type Manager = {
  name: 'systemd' | 'launchd';
  /** the path of its file for the bot */
  path: string;
  /** the packaged file, below packaging/ */
  packaged: string;
  text(packaged: string, place: ServiceSettings): string;
  /** makes the manager read the file, and start the bot now and at each boot */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** `pid`: of the running bot; `ended`: how it ended, null if it has not since its start */
  state(): Promise<{ pid: number | null; ended: string | null }>;
  /** how a person reads the log */
  log(folder: string): string;
};

const run = promisify(execFile);
const UNIT = 'driftwatch.service';
const JOB = 'system/driftwatch';

const systemd: Manager = {
  name: 'systemd',
  path: `/etc/systemd/system/${UNIT}`,
  packaged: 'systemd/driftwatch.service',
  text: unitFor,
  async start() {
    await run('systemctl', ['daemon-reload']);
    await run('systemctl', ['enable', UNIT]);
    await run('systemctl', ['restart', UNIT]);
  },
  async stop() {
    await run('systemctl', ['disable', '--now', UNIT]);
  },
  async state() {
    const { stdout } = await run('systemctl', [
      'show',
      '-p',
      'MainPID,Result,ExecMainStatus,NRestarts',
      UNIT,
    ]);
    const shown = Object.fromEntries(stdout.split('\n').map((line) => line.split('=')));
    const isWell = shown['Result'] === 'success' && shown['NRestarts'] === '0';
    return {
      pid: Number(shown['MainPID']) || null,
      ended: isWell ? null : `exit code ${shown['ExecMainStatus']}`,
    };
  },
  log: () => 'journalctl -u driftwatch -n 20',
};

const launchd: Manager = {
  name: 'launchd',
  path: '/Library/LaunchDaemons/driftwatch.plist',
  packaged: 'launchd/driftwatch.plist',
  text: plistFor,
  async start() {
    await run('launchctl', ['bootout', JOB]).catch(() => null); // it was not there
    await run('launchctl', ['enable', JOB]);
    // EIO until the old one has ended: launchctl(1) does not wait for it.
    for (let tries = 0; ; tries += 1) {
      const failure = await run('launchctl', ['bootstrap', 'system', launchd.path]).catch(
        (error: Error) => error,
      );
      if (!(failure instanceof Error)) return;
      if (tries === 20) throw failure;
      await pause(1000);
    }
  },
  async stop() {
    await run('launchctl', ['bootout', JOB]);
  },
  async state() {
    const { stdout } = await run('launchctl', ['print', JOB]);
    const pid = Number(/^\s*pid = (\d+)$/m.exec(stdout)?.[1] ?? 0) || null;
    const code = /^\s*last exit code = (\d+)/m.exec(stdout)?.[1];
    return { pid, ended: pid === null && code !== undefined ? `exit code ${code}` : null };
  },
  log: (folder) => `tail -n 20 ${folder}/driftwatch.log`,
};

/** @throws UserError if neither systemd nor launchd runs */
export function ownManager(platform: NodeJS.Platform = process.platform): Manager {
  if (platform === 'darwin') return launchd;
  // sd_booted(3)
  if (existsSync('/run/systemd/system')) return systemd;
  throw new UserError(
    'Neither systemd nor launchd runs here. docs/setup.md, step 7, says how to run the container.',
  );
}
