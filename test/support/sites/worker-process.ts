import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { builtProgram } from '../built/program.ts';
import { testFolder } from '../machines/folder.ts';
import { keyText } from './keys.ts';

/** The real verb in a process of its own, which can be killed. */
export async function aWorkerProcess(
  queueUrl: string,
  site: string,
  environment: Record<string, string> = {},
) {
  const folder = await testFolder();
  const child = spawn(process.execPath, [...(await builtProgram()), 'worker', '--site', site], {
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
  return { child, said: () => log };
}
