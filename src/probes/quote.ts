/**
 * One word of POSIX sh, whatever `text` holds (XCU 2.2.2: between single quotes nothing is special).
 * @throws Error if `text` holds a NUL: no shell can carry one, and cutting there would name something else
 */
export function quote(text: string): string {
  if (text.includes('\0')) throw new Error('a NUL cannot be passed to a shell');
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
