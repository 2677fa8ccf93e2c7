import { UserError } from '../../text/user-error.ts';
import { withoutUnprintable } from '../../text/unprintable.ts';

/** What is wrong with a manifest, in one line, and where; null if the file could not be parsed. */
export type Problem = { path: readonly PropertyKey[] | null; text: string };

/** `services[0].machine: what was found, what was expected` */
export function lineOf({ path, text }: Problem): string {
  return path === null ? text : `${pathText(path)}: ${text}`;
}

/** For people, in one line: control characters, line separators and bidirectional marks become escapes. */
export function oneLine(text: string, limit = 200): string {
  const escaped = withoutUnprintable(text.slice(0, limit).toWellFormed(), (run) =>
    Array.from(run, escapeOf).join(''),
  );
  return text.length > limit ? `${escaped}…` : escaped;
}

function escapeOf(character: string): string {
  const digits = (character.codePointAt(0) ?? 0).toString(16);
  return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`;
}

/** A name as found, in quotes, at most 60 characters. */
export function quoted(text: string): string {
  return `"${oneLine(text, 60)}"`;
}

/** `services[0].health.headers["x y"]`; the whole file is `top level`. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else if (/^[\p{L}\p{N}_$][\p{L}\p{N}_-]{0,59}$/u.test(String(key)))
      text += `${text && '.'}${String(key)}`;
    else text += `[${quoted(String(key))}]`;
  }
  return text === '' ? 'top level' : text;
}

/** One error for all problems of a file: the first, and how many more there are. `subject` is the file. */
export function problemsError(subject: string, problems: readonly Problem[]): UserError {
  const [first = { path: null, text: 'unknown error' }, ...more] = problems;
  const rest = more.length > 0 ? ` (and ${more.length} more: driftwatch check lists them)` : '';
  return new UserError(`${oneLine(subject)}: ${lineOf(first)}${rest}`);
}
