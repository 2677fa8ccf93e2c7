import type { Process } from '../process.ts';
import { readCommandLine } from './command-line.ts';
import { mayNameShell } from './interpreters.ts';
import { pathsOf } from './program-paths.ts';
import { servedModule } from './python-app.ts';
import type { ParsedProcess } from './parsed-process.ts';

// Several rules and all services ask the same of each process.
const cache = new WeakMap<object, ParsedProcess>();

export function parseProcess(process: Pick<Process, 'command' | 'cwd'>): ParsedProcess {
  const known = cache.get(process);
  if (known) return known;
  const { command: text, cwd } = process;
  const command = readCommandLine(text);
  const module = servedModule(command) ?? (command.kind === 'program' ? command.module : null);
  const parsed = { command, paths: pathsOf(command, cwd), module, cwd, plain: plainOf(searchedOf(process)) };
  cache.set(process, parsed);
  return parsed;
}

/** The text in which names are looked for first, in whatever way they are written. */
export function searchedOf({ command, cwd }: Pick<Process, 'command' | 'cwd'>): string {
  return cwd === null ? command : `${command}\n${cwd}`;
}

/** A shell that waits for somebody's words. */
export function isWaitingShell(process: Pick<Process, 'command' | 'cwd'>): boolean {
  if (!mayNameShell(process.command)) return false;
  const { command } = parseProcess(process);
  return command.kind === 'none' && command.interactive;
}

/** Without what people write in one way or another. */
export function plainOf(text: string): string {
  return text.toLowerCase().replaceAll(/[-_. ]/g, '');
}
