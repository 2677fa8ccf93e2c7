/** To standard output. */
export function write(text: string): void {
  process.stdout.write(text);
}
