import type { Process } from '../process.ts';
import { readCommandLine } from './command-line.ts';
import { pathsOf } from './program-paths.ts';
import { servedModule } from './python-app.ts';
import type { Sight } from './sight.ts';

// Several rules and all services ask the same of each process.
const sights = new WeakMap<object, Sight>();

export function sightOf(process: Pick<Process, 'command' | 'cwd'>): Sight {
  const known = sights.get(process);
  if (known) return known;
  const { command: text, cwd } = process;
  const command = readCommandLine(text);
  const module = servedModule(command) ?? (command.kind === 'program' ? command.module : null);
  const plain = plainOf(`${text}\n${cwd ?? ''}`);
  const sight = { command, paths: pathsOf(command, cwd), module, cwd, plain };
  sights.set(process, sight);
  return sight;
}

/** Without what people write in one way or another. */
export function plainOf(text: string): string {
  return text.toLowerCase().replaceAll(/[-_. ]/g, '');
}
