import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { builtProgram } from '../built/program.ts';
import { testFolder } from '../machines/folder.ts';
import { keyText } from './keys.ts';

/** The real verb in a process of its own, which can be killed. @param within what runs it, in front of it */
export async function aWorkerProcess(
  queueUrl: string,
  site: string,
  environment: Record<string, string> = {},
  within: string[] = [],
) {
  const folder = await testFolder();
  const program = [process.execPath, ...(await builtProgram()), 'worker', '--site', site];
  const [first = '', ...rest] = [...within, ...program];
  const child = spawn(first, rest, {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      QUEUE_URL: queueUrl,
      SITE_KEY: keyText(),
      HTTP_PORT: '0',
      SSH_CONFIG_PATH: 'none',
      ...environment,
    },
  });
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => (log += String(chunk)));
  child.stderr.on('data', (chunk: Buffer) => (log += String(chunk)));
  onTestFinished(() => void child.kill('SIGKILL'));
  /** What its GET /health says. */
  async function health() {
    const port = /"port":(\d+)/.exec(log)?.[1];
    const response = await fetch(`http://127.0.0.1:${port}/health`);
    return {
      status: response.status,
      queue: z.object({ queue: z.string() }).parse(await response.json()).queue,
    };
  }
  return { child, said: () => log, health };
}
