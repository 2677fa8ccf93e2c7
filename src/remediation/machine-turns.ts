/** Runs work when all that shares a mark with it, and came before, has ended. `waited`: there was such work. */
export type InTurn = <Value>(
  marks: readonly string[],
  work: (waited: boolean) => Promise<Value>,
) => Promise<Value>;

/**
 * One at a time on each machine. A machine has several marks (names, addresses, keys), and may be met under any of them.
 * Who holds marks may wait for more, as long as two kinds of marks are taken in one order.
 */
export function createMachineTurns(): InTurn {
  /** mark -> the end of the last work that has it */
  const last = new Map<string, Promise<unknown>>();
  return async (marks, work) => {
    const before = marks.flatMap((mark) => last.get(mark) ?? []);
    const done = Promise.all(before).then(() => work(before.length > 0));
    const ended = done
      .catch(() => null)
      .finally(() => {
        for (const mark of marks) if (last.get(mark) === ended) last.delete(mark);
      });
    for (const mark of marks) last.set(mark, ended);
    return await done;
  };
}
