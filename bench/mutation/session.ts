import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVitest } from 'vitest/node';
import type { Vitest } from 'vitest/node';
import { root } from './numbered.ts';
import type { Event, Work } from './runner.ts';

const folder = mkdtempSync(join(tmpdir(), 'driftwatch-mutation-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const [workFile, log] = [join(folder, 'work.json'), join(folder, 'log')];

let vitest: Vitest | null = null;

/**
 * Runs one file of tests with these faults, and returns what happened. `fatal` is what ended the worker, or kept it busy
 * for good. One vitest serves all sessions: what it has compiled it knows.
 */
export async function session(
  test: string,
  work: Work,
): Promise<{ events: Event[]; fatal: Event | null; failed: boolean }> {
  writeFileSync(workFile, JSON.stringify(work));
  writeFileSync(log, '');
  vitest ??= await started();
  const specs = await vitest.globTestSpecifications([join(root, test)]);
  const watch = setInterval(() => endWhatHangs(events().at(-1), Date.now() - statSync(log).mtimeMs), 3000);
  const { testModules } = await vitest.runTestSpecifications(specs);
  clearInterval(watch);
  const all = events();
  const last = all.at(-1);
  return {
    events: all,
    fatal: last?.what === 'try' ? last : null,
    failed: testModules.some((file) => file.state() !== 'passed'),
  };
}

export async function close(): Promise<void> {
  await vitest?.close();
}

async function started(): Promise<Vitest> {
  return await createVitest(
    'test',
    {
      config: join(root, 'bench/mutation/vitest.config.ts'),
      watch: true,
      bail: 1,
      env: { MUTATION_WORK: workFile, MUTATION_LOG: log, DRIFTWATCH_FUZZ_RUNS: '20' },
    },
    { server: { watch: null } },
  );
}

function events(): Event[] {
  const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1);
  return lines.map((line): Event => JSON.parse(line));
}

/** A loop without end is ended with its worker. */
function endWhatHangs(last: Event | undefined, silentMs: number): void {
  if (last?.what === 'try' && silentMs > 15_000 + last.deadline) process.kill(last.pid, 'SIGKILL');
}
