import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Measured } from './meter.ts';

export type Bot = {
  /** What was measured in the bot since the last call. */
  measured(): Promise<Measured>;
  /** Resolves when an audit of everything has ended, joining the one that runs. @returns how each machine was seen */
  auditEnded(): Promise<{ observed: number; verdict: string; services: number; unknown: number }>;
  stop(): Promise<void>;
};

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The real bot as `npm start` runs it, with the meter loaded first. @param profile a folder for its CPU profile */
export async function startBot(environment: Record<string, string>, profile: string | null): Promise<Bot> {
  const port = await freePort();
  const trigger = 'bench';
  const profiling = profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const child = spawn(
    process.execPath,
    [
      ...(process.env['BOT_FLAGS'] ?? '--max-semi-space-size=4').split(' '),
      ...profiling,
      '--import',
      at('meter.ts'),
      at('../../src/main.ts'),
      'bot',
    ],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        ...JSON.parse(process.env['BOT_ENV'] ?? '{}'),
        ...environment,
        HTTP_PORT: String(port),
        TRIGGER_TOKEN: trigger,
      },
    },
  );
  return {
    measured: () => asked<Measured>(child, 'measure'),
    async auditEnded() {
      const answer = await fetch(`http://127.0.0.1:${port}/tools/invoke`, {
        method: 'POST',
        headers: { authorization: `Bearer ${trigger}`, 'content-type': 'application/json' },
        body: JSON.stringify({ tool: 'deployment_sync', args: {} }),
      });
      const { result } = (await answer.json()) as { result: { details: { report: Shown } } };
      const { machines, services, verdict, counts } = result.details.report;
      const observed = machines.filter(({ status }) => status === 'observed').length;
      return { observed, verdict, services: services.length, unknown: counts.unknown };
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

type Shown = {
  machines: { status: string }[];
  services: unknown[];
  verdict: string;
  counts: { unknown: number };
};

/** One question to a process that answers each message with one. */
export async function asked<Answer>(child: ChildProcess, question: string): Promise<Answer> {
  const answered = once(child, 'message');
  child.send(question);
  const [answer]: Answer[] = await answered;
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
