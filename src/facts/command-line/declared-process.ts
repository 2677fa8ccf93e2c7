import { STRENGTH } from './strength.ts';
import type { Matcher, ParsedProcess } from './parsed-process.ts';
import { baseName } from './base-name.ts';
import { isInterpreter, isShell } from './interpreters.ts';
import { findWord } from './name-matching.ts';

/** Matches the text or the expression that a service declares as its `process`. */
export function declaredMatcher(process: string): Matcher {
  const source = /^\/(.+)\/$/s.exec(process)?.[1];
  const pattern = source === undefined ? null : new RegExp(source);
  const find = (text: string) => (pattern ? search(pattern, text) : wordIn(text, process));
  const bonus = Math.min(process.length, 200);
  return (parsed) => {
    const { command } = parsed;
    if (command.kind === 'none') return 0;
    if (command.kind === 'program' && command.module?.split('.').at(-1) === process)
      return STRENGTH.declared + bonus;
    const whole = find(command.text);
    if (!whole) return 0;
    const behind = command.behind === '' ? null : find(command.behind);
    if (!behind || find(headOf(parsed))) return STRENGTH.declared + bonus;
    if (isCommand(behind.match)) return STRENGTH.mention;
    if (tellsMore(source ?? process) || !isMention(parsed, behind)) return STRENGTH.declared_argument + bonus;
    return STRENGTH.declared_mention;
  };
}

type Hit = { before: string; match: string; after: string };

/** The program and script, without arguments. */
function headOf({ command }: ParsedProcess): string {
  if (command.kind === 'none') return '';
  return command.behind === ''
    ? command.text
    : command.text.slice(0, command.text.length - command.behind.length);
}

/**
 * A whole command, `python3 main.py`, among the arguments of another program: that looks for it (pgrep), sends it
 * elsewhere (ssh), once started it (a tmux server), or waits for it (sudo), and then it is a process of its own.
 */
function isCommand(match: string): boolean {
  const [first = '', ...others] = match.trim().split(/\s+/, 2);
  return others.length > 0 && (isInterpreter(baseName(first)) || isShell(baseName(first)));
}

/** An option, several words, or an object in a module: these do not match by chance. */
function tellsMore(declared: string): boolean {
  return declared.startsWith('-') || /[^\p{L}\p{N}_.\-/*+?\\^$[\]|]/u.test(declared);
}

/**
 * A name or a path among the arguments of a program other than a user's script: a file open in an editor or pager, a
 * service that a tool connects to, an account in a title.
 */
function isMention({ command, paths }: ParsedProcess, { before, after }: Hit): boolean {
  if (command.kind === 'title') return true;
  if (/\S$/.test(before) || /^\S/.test(after)) return true;
  return command.kind === 'program' && command.module === null && !isOwn(paths.at(-1)?.path ?? '');
}

/** A user's own program: not on the PATH, and not in a package's folder. */
function isOwn(path: string): boolean {
  return path.includes('/') && !/^\/(?:usr\/)?(?:local\/)?s?bin\//.test(path);
}

function wordIn(text: string, word: string): Hit | null {
  const at = findWord(text, word);
  return at === -1 ? null : hit(text, at, word.length);
}

/** An expression may take time that grows with the square of the text: long ones are searched in pieces that overlap. */
const PIECE = 8192;

function search(pattern: RegExp, text: string): Hit | null {
  for (let from = 0; from === 0 || from < text.length - PIECE / 2; from += PIECE / 2) {
    const last = from + PIECE >= text.length;
    const found = pattern.exec(text.slice(from, from + PIECE));
    // The ends of a piece are not those of the text.
    const torn =
      found && ((from > 0 && found.index === 0) || (!last && found.index + found[0].length === PIECE));
    if (found && (!torn || text.length <= PIECE)) return hit(text, from + found.index, found[0].length);
  }
  return null;
}

function hit(text: string, at: number, length: number): Hit {
  return {
    before: text.slice(0, at),
    match: text.slice(at, at + length),
    after: text.slice(at + length),
  };
}
