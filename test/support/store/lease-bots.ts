import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { signalProcess } from '../machines/process-tree.ts';

/** Short ones, in ms; long enough for a busy machine not to miss a beat for `quiet`. */
const intervals = { beat: 200, quiet: 4000, look: 50 };

type Said = {
  acquired?: true;
  refused?: string;
  lost?: string;
  released?: true;
  held?: boolean;
  worked?: true;
};

export type Bot = {
  pid: number;
  /** What it says to `acquire` or `release`. */
  tell(what: 'acquire' | 'release'): Promise<Said>;
  /** The next thing that it says of this kind. */
  next(kind: keyof Said): Promise<Said>;
  /** Everything it said so far. */
  said: Said[];
  signal(signal: NodeJS.Signals): void;
};

const program = fileURLToPath(new URL('lease-process.ts', import.meta.url));

/**
 * A bot in a process of its own, below a shell that never waits for it: dead, it stays as a zombie.
 * @param options.quiet instead of four seconds
 * @param options.before what to run it by, such as `['unshare', '--pid']`
 */
export async function startBot(
  url: string,
  { quiet = intervals.quiet, before = [] as string[] } = {},
): Promise<Bot> {
  const command = [...before, process.execPath, program, url, JSON.stringify({ ...intervals, quiet })];
  const shell = spawn('sh', ['-c', '"$@" <&3 3<&- & exec sleep 1000', 'sh', ...command], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const orders = shell.stdio[3] as NodeJS.WritableStream;
  orders.on('error', () => {});
  const said: Said[] = [];
  const heard = new EventTarget();
  const lines = createInterface({ input: shell.stdout! });
  const first = once(lines, 'line');
  const { ready: pid } = JSON.parse(String((await first)[0])) as { ready: number };
  lines.on('line', (line) => {
    said.push(JSON.parse(line) as Said);
    heard.dispatchEvent(new Event('said'));
  });
  onTestFinished(() => {
    signalProcess(pid, 'SIGKILL');
    shell.kill('SIGKILL');
  });
  async function next(...kinds: (keyof Said)[]): Promise<Said> {
    for (let from = said.length; ;) {
      for (; from < said.length; from += 1) {
        if (kinds.some((kind) => said[from]![kind] !== undefined)) return said[from]!;
      }
      await once(heard as never, 'said');
    }
  }
  return {
    pid,
    said,
    next,
    tell(what) {
      const answer = what === 'acquire' ? next('acquired', 'refused') : next('released');
      orders.write(`${what}\n`);
      return answer;
    },
    signal: (signal) => signalProcess(pid, signal),
  };
}
