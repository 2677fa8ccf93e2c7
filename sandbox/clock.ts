export type Clock = {
  /** ms since 1970 */
  now(): number;
  /** Moves the clock forward by that many ms, so that a test need not wait for a token to age. */
  advance(ms: number): void;
};

/** The wall clock plus what a test advanced it by. */
export function createClock(): Clock {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    advance: (ms) => {
      offset += ms;
    },
  };
}
