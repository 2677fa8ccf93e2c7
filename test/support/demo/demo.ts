import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { builtProgram } from '../built/program.ts';

export type Demo = { url: string; stop(signal: NodeJS.Signals): Promise<number | null> };

/** Starts `driftwatch demo` as a person does, but with a fleet that stays as it is, in `folder`, and waits for the address that it prints. */
export async function startDemo(folder: string, ...args: string[]): Promise<Demo> {
  const child = spawn(process.execPath, [...(await builtProgram()), 'demo', '--still', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: folder },
  });
  const exited = once(child, 'exit');
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /Open (http:\/\/127\.0\.0\.1:\d+) /.exec(said)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code}: ${said}`)));
  });
  return {
    url,
    async stop(signal) {
      child.kill(signal);
      const [code]: unknown[] = await exited;
      return typeof code === 'number' ? code : null;
    },
  };
}
