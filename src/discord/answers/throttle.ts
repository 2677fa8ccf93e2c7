export type Throttled<Value> = {
  push: (value: Value) => void;
  /** Stops the updates; resolves when the one under way has arrived. */
  settle: () => Promise<void>;
};

/**
 * Shows the latest of many values, the first after `everyMs`, then at most one every `everyMs`. An error ends the
 * updates: the final answer meets the same error, and handles it.
 */
export function throttled<Value>(
  show: (value: Value) => Promise<unknown>,
  everyMs: number,
): Throttled<Value> {
  let waiting: { value: Value } | null = null;
  let timer: NodeJS.Timeout | null = null;
  let showing: Promise<void> = Promise.resolve();
  let over = false;

  function push(value: Value): void {
    if (over) return;
    waiting = { value };
    timer ??= setTimeout(flush, everyMs);
  }

  function flush(): void {
    if (waiting === null) return;
    const { value } = waiting;
    waiting = null;
    showing = showThis(value);
  }

  async function showThis(value: Value): Promise<void> {
    try {
      await show(value);
      timer = null;
      if (waiting !== null) push(waiting.value);
    } catch {
      over = true;
    }
  }

  async function settle(): Promise<void> {
    over = true;
    if (timer) clearTimeout(timer);
    await showing;
  }

  return { push, settle };
}
