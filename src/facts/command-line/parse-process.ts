import type { Process } from '../process.ts';
import { readCommandLine } from './command-line.ts';
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
  const plain = plainOf(`${text}\n${cwd ?? ''}`);
  const parsed = { command, paths: pathsOf(command, cwd), module, cwd, plain };
  cache.set(process, parsed);
  return parsed;
}

/** Without what people write in one way or another. */
export function plainOf(text: string): string {
  return text.toLowerCase().replaceAll(/[-_. ]/g, '');
}
