import type { Service } from '../inventory/manifest.ts';
import { baseName, readCommandLine } from './command-line.ts';
import type { CommandLine } from './command-line.ts';
import { findWord, isFileOf, namesModule } from './words.ts';

/**
 * How surely a command line is a service's: 0 is not at all. Where several services match one process, the
 * strongest has it: a declared `process` (the longer the stronger), then the program's or script's own name, a
 * bare argument right behind it (`manage.py worker`), a folder on its path (the deeper the stronger), any other word.
 */
export type Matcher = (command: CommandLine) => number;

const DECLARED = 1000;
const PROGRAM = 400;
const ROLE = 300;
const FOLDER = 200;
const WORD = 100;

/** A URL names a service that is talked to. */
const url = /\b[a-z][a-z\d+.-]{0,20}:\/\/\S+/gi;

export function matcherOf(service: Service): Matcher {
  return service.process === null ? byName(service.name) : byPattern(service.process);
}

/** Does the program, its script, its folder or the manifest's own pattern name the service, and not a mere argument? */
export function bearsName(command: CommandLine, service: Service): boolean {
  return matcherOf(service)(command) > WORD;
}

/** For tests and single questions; attribution reads each command line once. */
export function matches(command: string, service: Service): boolean {
  return matcherOf(service)(readCommandLine(command)) > 0;
}

function byName(name: string): Matcher {
  return (command) => {
    switch (command.kind) {
      case 'none':
        return 0;
      case 'tool':
        return command.program === name ? PROGRAM : 0;
      case 'script':
        return isFileOf(baseName(command.path), name) ? PROGRAM : 0;
      case 'title':
        return command.program === name || command.app === name ? PROGRAM : 0;
      case 'program':
        break;
    }
    // Most processes are nobody's: spare them the rest.
    if (!command.text.includes(name)) return 0;
    if (command.files.some((path) => isFileOf(baseName(path), name))) return PROGRAM;
    const text = command.text.replaceAll(url, ' ');
    if (namesModule(text, name)) return PROGRAM;
    if (findWord(text, name) === -1) return 0;
    const last = command.files.at(-1) ?? '';
    const behind = text.slice(text.indexOf(last) + last.length).trim();
    if (isFileOf(behind.split(' ')[0] ?? '', name)) return ROLE;
    const depth = Math.max(...command.files.map((path) => path.split('/').lastIndexOf(name)));
    return depth === -1 ? WORD : FOLDER + depth;
  };
}

function byPattern(process: string): Matcher {
  const source = /^\/(.+)\/$/s.exec(process)?.[1];
  const strength = DECLARED + process.length;
  const pattern = source === undefined ? null : new RegExp(source);
  return (command) => {
    if (command.kind === 'none') return 0;
    const at = pattern ? command.text.search(pattern) : findWord(command.text, process);
    if (at === -1) return 0;
    return command.kind !== 'tool' || namesTool(process, source, command, at) ? strength : 0;
  };
}

/** `rsync --daemon` means the tool itself; `/.*shiva/` does not mean the `tail` in front of it. */
function namesTool(
  process: string,
  source: string | undefined,
  tool: { program: string; text: string },
  at: number,
) {
  const end = tool.text.indexOf(tool.program) + tool.program.length;
  return at < end && (source === undefined || process.includes(tool.program));
}
