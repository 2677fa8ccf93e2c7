import type { OnProgress } from '../facts/progress.ts';

export type ProgressTracker = {
  /** Counts a task, and says so when it has ended. `machine` is waited for until then. */
  follow<Value>(task: Promise<Value>, machine?: string): Promise<Value>;
  report(): void;
};

export function trackProgress(onProgress: OnProgress): ProgressTracker {
  const waiting = new Set<string>();
  let done = 0;
  let total = 0;
  function report() {
    try {
      onProgress({ done, total, waiting: [...waiting] });
    } catch {
      // An audit does not fail because nobody could be told how far it is.
    }
  }
  return {
    report,
    async follow(task, machine) {
      total += 1;
      if (machine !== undefined) waiting.add(machine);
      const value = await task;
      done += 1;
      if (machine !== undefined) waiting.delete(machine);
      report();
      return value;
    },
  };
}
