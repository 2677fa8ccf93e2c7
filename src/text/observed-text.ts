import { remembered } from './kept/remembered.ts';
import { redact } from './redact.ts';
import { withoutUnprintable } from './unprintable.ts';

const LONGEST_READ = 20_000;
// ECMA-48 control sequences and operating system commands, which terminals obey.
// oxlint-disable-next-line no-control-regex -- the escape character is what is looked for
const escapeSequences = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\^_])/gu;

/**
 * Text from a machine, a repository or a URL made fit to be quoted: one line without control, bidirectional or
 * invisible characters, secrets redacted, at most `longest` characters. Markup in it is still live: escape it where it is shown.
 */
export function quotable(text: string, longest = 200): string {
  const line = lineOf(text.slice(0, LONGEST_READ));
  if (line.length <= longest) return line;
  const characters = Array.from(line.slice(0, longest * 2 + 2));
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : characters.join('');
}

/** A report says the same names and sentences in each form, and so does the next one. */
const lineOf = remembered({ count: 5000, longest: 300 }, (text) => {
  const plain = redact(text.replaceAll(escapeSequences, ''));
  return withoutUnprintable(plain, ' ').replaceAll(/\s+/g, ' ').trim();
});

/** Like quotable, but with line breaks, for the output of a program. */
export function quotableLines(text: string, longest: number): string {
  const plain = redact(text.slice(0, LONGEST_READ).replaceAll(escapeSequences, ''));
  const lines = plain.split(/\r\n|\r|\n/).map((line) => withoutUnprintable(line, ' ').trimEnd());
  return lines.join('\n').trim().slice(0, longest).toWellFormed();
}
