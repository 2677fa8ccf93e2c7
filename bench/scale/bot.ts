import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Report } from '../../src/report/report.ts';
import { Measured } from './measured.ts';

export type Bot = {
  /** of its HTTP server */
  url: string;
  /** What was measured in the bot since the last call. */
  measured(): Promise<Measured>;
  /** Resolves when an audit of everything has ended, joining the one that runs. @returns how each machine was seen */
  auditEnded(): Promise<{ observed: number; verdict: string; services: number; unknown: number }>;
  stop(): Promise<void>;
};

const TRIGGER = 'bench';
const Package = z.object({ scripts: z.object({ start: z.string() }) });
const Answer = z.object({ result: z.object({ details: z.object({ report: Report }) }) });
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * The real bot with the settings of `npm start`, and the meter loaded first.
 * @param profile a folder for its CPU profile
 * @param root the program's folder; default: the checkout
 */
export async function startBot(
  environment: Record<string, string>,
  profile: string | null,
  root = at('../..'),
): Promise<Bot> {
  const port = await freePort();
  const { settings, flags } = startScript();
  const profiling = profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  // By the launcher, which sets what V8 may do with memory.
  const program = [join(root, 'bin/driftwatch.cjs'), 'bot'];
  const child = spawn(process.execPath, [...flags, ...profiling, '--import', at('meter.mjs'), ...program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      ...settings,
      ...environment,
      HTTP_PORT: String(port),
      TRIGGER_TOKEN: TRIGGER,
    },
  });
  await listening(child, port);
  return {
    url: `http://127.0.0.1:${port}`,
    measured: () => asked(child, Measured),
    async auditEnded() {
      const answer = await fetch(`http://127.0.0.1:${port}/tools/invoke`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TRIGGER}`, 'content-type': 'application/json' },
        body: JSON.stringify({ tool: 'deployment_sync', args: {} }),
      });
      const { machines, services, verdict, counts } = Answer.parse(await answer.json()).result.details.report;
      const observed = machines.filter(({ status }) => status === 'observed').length;
      return { observed, verdict, services: services.length, unknown: counts.unknown };
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/** What `npm start` gives the program: variables and Node's flags. */
function startScript(): { settings: Record<string, string>; flags: string[] } {
  const { scripts } = Package.parse(JSON.parse(readFileSync(at('../../package.json'), 'utf8')));
  const [, settings = '', flags] =
    /^((?:\w+=\S+ )*)node (.*?) ?(?:src\/main\.ts|bin\/driftwatch\.cjs) bot$/.exec(scripts.start) ?? [];
  if (flags === undefined) throw new Error(`npm start is not what it was: ${scripts.start}`);
  const pairs = settings
    .split(' ')
    .flatMap((pair) =>
      pair === '' ? [] : [[pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]],
    );
  return { settings: Object.fromEntries(pairs), flags: flags.split(' ').filter(Boolean) };
}

/** The trigger port is the last thing that the bot opens. */
async function listening(child: ChildProcess, port: number): Promise<void> {
  for (;;) {
    const ended = child.exitCode ?? child.signalCode;
    if (ended !== null) throw new Error(`the bot ended with ${ended}`);
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => null);
    if (answer) return;
    await pause(50);
  }
}

/** Asks a process that answers each message with one. */
export async function asked<Answer>(child: ChildProcess, schema: z.ZodType<Answer>): Promise<Answer> {
  const answered = once(child, 'message');
  child.send('?');
  const [answer]: unknown[] = await answered;
  return schema.parse(answer);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
