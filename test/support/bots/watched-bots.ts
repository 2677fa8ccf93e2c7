import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { startSshd } from '../servers/sshd.ts';
import { watchingBot } from './watching-bot.ts';

type Options = {
  bots: number;
  environment?: Record<string, string>;
  service?: object;
  machine?: object;
  machines?: object;
};

/**
 * Trading bots, each one process that calls itself by its script, on a machine with a real sshd; and what starts
 * Driftwatch over them, as a process of its own that watches every 5 seconds and never scans.
 */
export async function watchedBots({
  bots,
  environment = {},
  service = {},
  machine = {},
  machines = {},
}: Options) {
  const sshd = await startSshd();
  onTestFinished(() => sshd.stop());
  const unique = process.pid.toString(36);
  const names = Array.from({ length: bots }, (_, index) => `bot${index}-${unique}`);
  const driftwatch = await watchingBot({
    access: sshd,
    machine,
    machines,
    environment,
    services: [
      ...names.map((name) => ({ name, machine: 'tesseract', risk_tier: 'CRITICAL', ...service })),
      ...Object.keys(machines).map((machine) => ({ name: `on-${machine}`, machine, risk_tier: 'CRITICAL' })),
    ],
  });

  /** A copy of a bot. It lives until the test ends. */
  function run(name: string): ChildProcess & { pid: number } {
    const child = spawn('sleep', ['3000'], {
      argv0: `/usr/bin/node /srv/${name}/server.js`,
      stdio: 'ignore',
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    if (child.pid === undefined) throw new Error('sleep did not start');
    return Object.assign(child, { pid: child.pid });
  }

  async function stop(child: ChildProcess): Promise<void> {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  return { ...driftwatch, access: sshd, names, run, stop };
}
