import { createInterface } from 'node:readline/promises';

/**
 * A function to ask questions on the terminal; null if there is no terminal. Questions go to standard error, since standard
 * output may be a file. An answer of null means that the terminal was closed, or the person pressed Ctrl-C.
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
