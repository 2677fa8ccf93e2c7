import { withinDeadline } from './deadline.ts';

/** Runs a task after all earlier tasks of its lane have ended. */
export type Lanes = <Value>(
  lane: string,
  deadline: AbortSignal,
  task: () => Promise<Value>,
) => Promise<Value>;

/**
 * One task at a time in each lane. A caller whose deadline passes leaves at once with a `timeout`; its task, if
 * begun, still holds the lane until it has ended, and one that has not begun is never run.
 */
export function createLanes(): Lanes {
  const tails = new Map<string, Promise<unknown>>();
  return function inLane(lane, deadline, task) {
    const turn = tails.get(lane) ?? Promise.resolve();
    const work = turn.then(() => {
      deadline.throwIfAborted();
      return task();
    });
    const tail = Promise.allSettled([work]);
    tails.set(lane, tail);
    void tail.then(() => tails.get(lane) === tail && tails.delete(lane));
    return withinDeadline(work, deadline, lane);
  };
}
