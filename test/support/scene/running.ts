import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { descendants, signalProcess } from '../machines/process-tree.ts';
import { nameOf, plant } from './planting.ts';
import type { Planted } from './planting.ts';

/** A process that calls itself `argv0`, until the test ends. @returns its pid */
async function start(argv0: string, file = 'sleep', ...args: string[]): Promise<number> {
  const child = spawn(file, args.length > 0 ? args : ['600'], { argv0, stdio: 'ignore' });
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  onTestFinished(() => [...descendants(pid), pid].forEach((each) => signalProcess(each, 'SIGKILL')));
  return pid;
}

/** A process of an earlier session, whose parent has ended. @returns its pid */
async function startOrphan(argv0: string): Promise<number> {
  const session = spawn('bash', ['-c', '(exec -a "$0" sleep 600 >/dev/null 2>&1) & echo $!', argv0]);
  const [printed] = await once(session.stdout, 'data');
  const pid = Number(String(printed));
  onTestFinished(() => signalProcess(pid, 'SIGKILL'));
  return pid;
}

/** One that has ended and been collected. */
async function deadPid(): Promise<number> {
  const child = spawn('true');
  await once(child, 'exit');
  return child.pid ?? 0;
}

const program = (name: string) => `/opt/${nameOf(name)}/bin/${nameOf(name)}`;

/** What only mentions the name of a service that runs once, as a master with four workers. */
async function startMaster(folder: string): Promise<number[]> {
  const name = nameOf('master');
  const workers = 'for i in 1 2 3 4; do (exec -a "$0 worker" sleep 600) & done; wait';
  const master = await start(program('master'), 'bash', '-c', workers, program('master'));
  mkdirSync(join(folder, name));
  const log = join(folder, name, `${name}.log`);
  writeFileSync(log, '');
  await start('tail', 'tail', '-f', log);
  await start(`vim /opt/${name}/main.py`);
  await start(`less /var/log/${name}.log`);
  await start(`sh -c grep ${name}`);
  await start(`${name}-gateway --port 1`);
  return [master];
}

/** Processes and lockfiles. What must be some seconds old when it is looked at is started first. */
export async function plantProcesses(folder: string): Promise<Planted[]> {
  const lock = (name: string, pid: number) => {
    writeFileSync(join(folder, `${name}.pid`), `${pid}\n`);
    return join(folder, `${name}.pid`);
  };
  // what the shell started ends after it has become a program that collects nothing
  await start('bash', 'bash', '-c', 'sleep 0.5 & exec -a "$0" sleep 600', program('undertaker'));
  await startOrphan(program('orphaned'));
  const [master = 0] = await startMaster(folder);
  await start(program('twice'));
  await start(program('twice'));
  await start(program('two-wanted'));
  await start(program('two-wanted'));
  await start(program('gateway'));
  await start(program('wrong-lock'));
  const right = await start(program('right-lock'));
  let asked = 0;
  return [
    plant('master', {
      process: nameOf('master'),
      interfaces: ['localhost'],
      // each interface is answered by a worker of its own
      answer: () => ({ pid: descendants(master)[(asked += 1) % 4], version: '1.0.0' }),
    }),
    plant('gateway', { process: nameOf('gateway') }),
    plant('two-wanted', { process: nameOf('two-wanted'), instances: 2 }),
    plant('twice', { finds: { duplicate_process: 'CRITICAL' } }),
    plant('undertaker', { finds: { zombie_process: 'HIGH' } }),
    plant('absent', { process: nameOf('absent'), finds: { process_missing: 'CRITICAL' } }),
    plant('right-lock', { lockfile: lock('right', right) }),
    plant('no-lock', { lockfile: join(folder, 'none.pid'), instances: 0 }),
    plant('wrong-lock', {
      process: nameOf('wrong-lock'),
      lockfile: lock('wrong', right),
      finds: { lockfile_mismatch: 'HIGH' },
    }),
    // a good answer would say that it runs
    plant('ended', {
      instances: 0,
      lockfile: lock('stale', await deadPid()),
      answer: null,
      finds: { stale_lockfile: 'LOW', health_missing: 'LOW' },
    }),
  ];
}

export type Jobs = { planted: Planted[]; launchctl: string };

/** Jobs of launchd, as a stand-in for launchctl tells them, and units of the recorded systemctl. */
export async function plantJobs(): Promise<Jobs> {
  const rightful = await start('sleep', 'sleep', '601');
  const killed = await start(program('once-killed'));
  const rows = { orphaned: `${rightful}\t0`, killed: `${killed}\t-9`, done: '-\t0' };
  const list = Object.entries(rows).map(([label, row]) => `printf '%b\\n' '${row}\\tscene.${label}'`);
  const launchctl = `case "$1 $2" in
'list ') printf 'PID\\tStatus\\tLabel\\n'; ${list.join('; ')} ;;
*) echo 'Could not find service' >&2; exit 113 ;;
esac`;
  const planted = [
    plant('orphaned', { launchd_label: 'scene.orphaned', finds: { orphan_process: 'HIGH' } }),
    plant('once-killed', { launchd_label: 'scene.killed' }),
    plant('launched-and-done', { launchd_label: 'scene.done' }),
    plant('not-loaded', { launchd_label: 'scene.gone', finds: { job_not_loaded: 'CRITICAL' } }),
    plant('crashed', { systemd_unit: 'crashed.service', finds: { job_failed: 'CRITICAL' } }),
    plant('oneshot', { systemd_unit: 'backup.service' }),
    plant('timer', { systemd_unit: 'backup.timer' }),
    plant('edited-unit', { systemd_unit: 'edited.service', finds: { unit_changed: 'HIGH' } }),
    plant('not-enabled', { systemd_unit: 'by-hand.service', finds: { unit_not_enabled: 'LOW' } }),
  ];
  return { planted, launchctl };
}
