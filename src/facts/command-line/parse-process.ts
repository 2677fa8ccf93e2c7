import type { Process } from '../process.ts';
import { readCommandLine } from './command-line.ts';
import { mayNameShell } from './interpreters.ts';
import { pathsOf } from './program-paths.ts';
import { servedModule } from './python-app.ts';
import { remembered } from '../../text/kept/remembered.ts';
import type { ParsedProcess } from './parsed-process.ts';

// Cached, since several rules and all services need it for each process.
const cache = new WeakMap<object, ParsedProcess>();

export function parseProcess(process: Pick<Process, 'command' | 'cwd'>): ParsedProcess {
  const known = cache.get(process);
  if (known) return known;
  const parsed = parseKey(keyOf(process));
  cache.set(process, parsed);
  return parsed;
}

// What runs on a machine is mostly the same at each audit, though every table is new.
const parseKey = remembered({ count: 3000, longest: 1000 }, (key) => parse(processOf(key)));

function parse(process: Pick<Process, 'command' | 'cwd'>): ParsedProcess {
  const { command: text, cwd } = process;
  const command = readCommandLine(text);
  const module = servedModule(command) ?? (command.kind === 'program' ? command.module : null);
  return { command, paths: pathsOf(command, cwd), module, cwd, plain: plainOf(searchedOf(process)) };
}

/** Both texts in one key, with the length of the first, since either may contain anything. */
function keyOf({ command, cwd }: Pick<Process, 'command' | 'cwd'>): string {
  return cwd === null ? ` ${command}` : `${cwd.length} ${cwd}${command}`;
}

function processOf(key: string): Pick<Process, 'command' | 'cwd'> {
  const at = key.indexOf(' ');
  if (at === 0) return { command: key.slice(1), cwd: null };
  const end = at + 1 + Number(key.slice(0, at));
  return { command: key.slice(end), cwd: key.slice(at + 1, end) };
}

/** The text in which names are looked for first, in whatever way they are written. */
function searchedOf({ command, cwd }: Pick<Process, 'command' | 'cwd'>): string {
  return cwd === null ? command : `${command}\n${cwd}`;
}

/** An interactive shell. */
export function isWaitingShell(process: Pick<Process, 'command' | 'cwd'>): boolean {
  if (!mayNameShell(process.command)) return false;
  const { command } = parseProcess(process);
  return command.kind === 'none' && command.interactive;
}

/** What `inlineCode` finds in a word, looked for before anything is parsed. */
const mayRunText = /\s-(?:[A-Za-z]{0,3}[ce]|[pr]|-eval|-print)(?:\s|$)/;

/** Does an interpreter run a text of its command line, not a file? */
export function runsText(process: Pick<Process, 'command' | 'cwd'>): boolean {
  if (!mayRunText.test(process.command)) return false;
  const { command } = parseProcess(process);
  return command.kind === 'program' && command.behind === '' && command.text !== process.command.trim();
}

/** Normalises spellings that people vary. */
export function plainOf(text: string): string {
  return text.toLowerCase().replaceAll(/[-_. ]/g, '');
}
