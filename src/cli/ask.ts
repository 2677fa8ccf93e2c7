import { createInterface } from 'node:readline/promises';

/**
 * A way to ask a person on the terminal; null where there is none. The question goes to standard error, since standard
 * output may be a file. An answer of null: the terminal was closed, or the person pressed Ctrl-C.
 */
export function terminalQuestion(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
): ((question: string) => Promise<string | null>) | null {
  if (!input.isTTY || !output.isTTY) return null;
  return async (question) => {
    const lines = createInterface({ input, output });
    const closed = new Promise<null>((resolve) => {
      lines.once('SIGINT', () => lines.close()).once('close', () => resolve(null));
    });
    try {
      return await Promise.race([lines.question(question), closed]);
    } finally {
      lines.close();
    }
  };
}
