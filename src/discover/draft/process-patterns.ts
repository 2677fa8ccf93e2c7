import { quotable } from '../../text/observed-text.ts';
import { redact } from '../../text/redact.ts';
import { isPackaged, ownProgram } from '../find/own-program.ts';

const LONGEST = 300;

/**
 * Candidates for `process` from a command line, best first: the path of the operator's own program, and the whole line,
 * which distinguishes two applications of one server. Never just a package's program, which others run too, and nothing
 * that may contain a secret.
 */
export function patternsFor(command: string, folder: string | null): string[] {
  const program = ownProgram(command, folder);
  const own = program && !program.served && !isPackaged(program.path) ? [program.path] : [];
  const line = command.trim();
  const paths = own.filter((path) => /^\/\S*[^\s/]$/.test(path));
  const whole = program && /\s\S*[\w.-]{3}/.test(line) && line.length <= LONGEST ? [line] : [];
  return [...paths, ...whole].filter((text) => isInert(text));
}

/** A pattern between slashes would be a regular expression. */
function isInert(text: string): boolean {
  return redact(text) === text && quotable(text, LONGEST) === text && !/^\/.*\/$/.test(text);
}
