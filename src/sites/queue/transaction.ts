import type { ChainableCommander } from 'ioredis';

/** Does what a transaction holds. @throws what Redis said to the first command that it did not take */
export async function execute(transaction: Pick<ChainableCommander, 'exec'>): Promise<void> {
  try {
    const done: [error: Error | null, said: unknown][] = (await transaction.exec()) ?? [];
    for (const [error] of done) if (error) throw error;
  } catch (error) {
    throw firstOf(error);
  }
}

/** Of a transaction that was given up. */
function firstOf(error: unknown): unknown {
  const [first]: unknown[] =
    error instanceof Error && 'previousErrors' in error && Array.isArray(error.previousErrors)
      ? error.previousErrors
      : [];
  return first ?? error;
}
