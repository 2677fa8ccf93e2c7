/** Runs work once all earlier work that shares a key with it has ended. `waited`: there was such work. */
export type KeyedMutex = <Value>(
  keys: readonly string[],
  work: (waited: boolean) => Promise<Value>,
) => Promise<Value>;

/**
 * One at a time per key. Work may have several keys, as a machine has several names, addresses and host keys. Work that
 * holds keys may wait for more, if all work takes the kinds of keys in the same order.
 */
export function createKeyedMutex(): KeyedMutex {
  /** key -> the end of the last work with it */
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
