import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { processorSeconds } from './processor.ts';

export type BenchWorkers = {
  /** seconds of processor time since the start, all of them together */
  cpu(): number;
  stop(): Promise<void>;
};

const program = fileURLToPath(new URL('../../bin/driftwatch.cjs', import.meta.url));

/** Workers of site `bench`, each a process of its own, that are ready. */
export async function startWorkers(
  count: number,
  environment: Record<string, string>,
  profile: string | null,
): Promise<BenchWorkers> {
  const profiling = profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const children = await Promise.all(
    Array.from({ length: count }, async () => {
      const child = spawn(
        process.execPath,
        ['--max-semi-space-size=4', ...profiling, program, 'worker', '--site', 'bench'],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
          env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment, HTTP_PORT: '0' },
        },
      );
      const ready = Promise.withResolvers<void>();
      child.stdout.on('data', (chunk: Buffer) => {
        if (String(chunk).includes('The queue is in reach')) ready.resolve();
      });
      child.once('exit', (code) => ready.reject(new Error(`a worker ended with ${code}`)));
      await ready.promise;
      return child;
    }),
  );
  return {
    cpu: () => children.reduce((sum, { pid }) => sum + processorSeconds(pid), 0),
    async stop() {
      for (const child of children) {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      }
    },
  };
}
