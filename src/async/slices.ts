import { setImmediate as nextTurn } from 'node:timers/promises';

/** ms of work after which others get their turn: people wait for an answer, and Discord for a heartbeat. */
const SLICE_MS = 8;

/** Does work that can be interrupted where it yields, and lets the event loop go on in between. @returns its result */
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
