/**
 * One word of POSIX sh, whatever `text` holds (XCU 2.2.2: between single quotes nothing is special).
 * @throws Error if `text` holds a NUL: no shell can carry one, and cutting there would name something else
 */
export function quote(text: string): string {
  if (text.includes('\0')) throw new Error('a NUL cannot be passed to a shell');
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * A command line that any login shell splits into exactly these words. Words without special characters stay unquoted, so
 * that people and forced commands can compare them with what they expect.
 */
export function commandLine(argv: readonly string[]): string {
  return argv.map((word) => (/^[A-Za-z0-9_./:@-]+$/.test(word) ? word : quote(word))).join(' ');
}
