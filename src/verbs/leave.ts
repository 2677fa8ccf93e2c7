const LINGER_MS = 500;

/** Exits once the bot has closed everything: a running audit may still wait, perhaps a minute, and must not delay the exit. */
export async function leaving(run: Promise<number>): Promise<number> {
  return await run.finally(() => setTimeout(() => process.exit(), LINGER_MS).unref());
}

/** Resolves at the first signal that asks this process to end. */
export function signalled(...also: NodeJS.Signals[]): Promise<null> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', ...also] as const) process.once(signal, () => resolve(null));
  });
}
