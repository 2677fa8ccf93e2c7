import { setImmediate as nextTurn } from 'node:timers/promises';

/** ms of work after which other work runs: people wait for answers, and Discord for heartbeats. */
const SLICE_MS = 8;

/** Runs work that yields, and lets the event loop run in between. @returns its result */
export async function inSlices<Value>(work: Generator<void, Value>): Promise<Value> {
  for (;;) {
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until) {
      const step = work.next();
      if (step.done === true) return step.value;
    }
    await nextTurn();
  }
}
