import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { signalProcess } from '../machines/process-tree.ts';
import { startSshd } from '../servers/sshd.ts';
import type { Sshd, SshdOptions } from '../servers/sshd.ts';

/** Can this user make a process table of its own? */
export function lacksNamespaces(): boolean {
  const { DRIFTWATCH_ALL_TESTS, CI } = process.env;
  if (process.getuid?.() === 0) return false;
  if (CI || DRIFTWATCH_ALL_TESTS) throw new Error('run the tests as root');
  process.stderr.write('skipped, needs a process table of its own: run the tests as root\n');
  return true;
}

/**
 * A machine on which nothing runs but these: a real sshd whose sessions see no process but those that `commands` (sh)
 * start, each below the first. Network and files are the test machine's own.
 */
export async function startCleanMachine(commands: string[], options: SshdOptions = {}): Promise<Sshd> {
  const script = [...commands.map((command) => `(${command}) &`), 'wait'].join('\n');
  const flags = ['--pid', '--fork', '--mount-proc', '--kill-child', 'sh', '-c', script];
  const machine = spawn('unshare', flags, { stdio: 'ignore' });
  onTestFinished(() => void machine.kill('SIGKILL'));
  const init = await firstChild(machine.pid ?? 0);
  onTestFinished(() => signalProcess(init, 'SIGKILL'));
  const entering = `ForceCommand exec nsenter --target ${init} --pid --mount sh -s`;
  const sshd = await startSshd({ ...options, config: [entering, ...(options.config ?? [])] });
  onTestFinished(() => sshd.stop());
  return sshd;
}

async function firstChild(pid: number): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    if (child) return Number(child);
    await pause(50);
  }
  throw new Error(execFileSync('ps', ['-ef']).toString());
}
