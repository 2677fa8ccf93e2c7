import type { Service } from '../../inventory/manifest.ts';
import { quotable } from '../../text/observed-text.ts';
import { readCommandLine } from './command-line.ts';
import { findWord } from './name-matching.ts';

const LONGEST_READ = 8192;
/** A pattern may match a whole command line: this many words are enough to recognise it. */
const MOST_MATCHED = 6;
const LEFT_OUT = '…';

/**
 * The part of a command line to show to people: the program, the script or title, and the words that match the service.
 * Everything else is left out, since any argument may be a secret.
 */
export function shownCommand(command: string, service: Service, longest = 300): string {
  const text = command.slice(0, LONGEST_READ).trim();
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    word,
    from: index,
    to: index + word.length,
  }));
  const matched = matchedPart(text, service);
  const named = namedBy(text);
  let left = MOST_MATCHED;
  const shown = words.map(({ word, from, to }, at) => {
    if (at === 0 || named.includes(word)) return word;
    if (matched === null || to <= matched.from || from >= matched.to || left === 0) return LEFT_OUT;
    left -= 1;
    return word;
  });
  return quotable(
    shown.filter((word, at) => word !== LEFT_OUT || shown[at - 1] !== LEFT_OUT).join(' '),
    longest,
  );
}

/** The words that say what runs: paths of program and script, the name that a process gave itself. */
function namedBy(text: string): string[] {
  const line = readCommandLine(text);
  if (line.kind === 'script') return [line.path];
  if (line.kind === 'program') return line.module === null ? line.files : [...line.files, line.module];
  return line.kind === 'title' && line.app !== null ? [`[${line.app}]`] : [];
}

function matchedPart(text: string, { name, process }: Service): { from: number; to: number } | null {
  const source = /^\/(.+)\/$/s.exec(process ?? '')?.[1];
  if (source !== undefined) {
    const found = new RegExp(source).exec(text);
    return found && { from: found.index, to: found.index + found[0].length };
  }
  const wanted = process ?? name;
  const at = findWord(text, wanted);
  return at === -1 ? null : { from: at, to: at + wanted.length };
}
