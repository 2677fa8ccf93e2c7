/** Runs work when all that shares a key with it, and came before, has ended. `waited`: there was such work. */
export type KeyedMutex = <Value>(
  keys: readonly string[],
  work: (waited: boolean) => Promise<Value>,
) => Promise<Value>;

/**
 * One at a time for each key. Work may have several keys, as a machine has several names, addresses and host keys.
 * Who holds keys may wait for more, as long as two kinds of keys are taken in one order.
 */
export function createKeyedMutex(): KeyedMutex {
  /** key -> the end of the last work that has it */
  const last = new Map<string, Promise<unknown>>();
  return async (keys, work) => {
    const before = keys.flatMap((key) => last.get(key) ?? []);
    const done = Promise.all(before).then(() => work(before.length > 0));
    const ended = done
      .catch(() => null)
      .finally(() => {
        for (const key of keys) if (last.get(key) === ended) last.delete(key);
      });
    for (const key of keys) last.set(key, ended);
    return await done;
  };
}
