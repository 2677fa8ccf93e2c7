import { quotable } from '../../text/observed-text.ts';
import { redact } from '../../text/redact.ts';
import { isPackaged, ownProgram } from '../find/own-program.ts';

const LONGEST = 300;

/**
 * Candidates for `process` of a command line, the best first: the path of the operator's own program, and the whole
 * line, which tells two applications of one server apart. Never a package's program alone, which others run too, and
 * nothing that holds more than a name or shows a secret.
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
