const LINGER_MS = 500;

/** A bot has closed all that it had open: what an audit of its still waits for, a minute maybe, holds nobody up. */
export async function leaving(run: Promise<number>): Promise<number> {
  return await run.finally(() => setTimeout(() => process.exit(), LINGER_MS).unref());
}

/** Resolves at the first signal that asks this process to end. */
export function signalled(...also: NodeJS.Signals[]): Promise<null> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', ...also] as const) process.once(signal, () => resolve(null));
  });
}
