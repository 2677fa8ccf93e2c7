/** Admits this many at a time; the others wait in the order in which they came. */
export type Semaphore = {
  /** @returns the function that frees the place, or null if `gone` came first */
  enter(gone: AbortSignal): Promise<(() => void) | null>;
};

export function createSemaphore(count: number): Semaphore {
  let free = count;
  const waiting: (() => void)[] = [];

  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }

  return {
    async enter(gone) {
      if (gone.aborted) return null;
      if (free > 0) {
        free -= 1;
        return leave;
      }
      const turn = Promise.withResolvers<(() => void) | null>();
      const enter = () => {
        gone.removeEventListener('abort', giveUp);
        turn.resolve(leave);
      };
      const giveUp = () => {
        waiting.splice(waiting.indexOf(enter), 1);
        turn.resolve(null);
      };
      waiting.push(enter);
      gone.addEventListener('abort', giveUp, { once: true });
      return turn.promise;
    },
  };
}
