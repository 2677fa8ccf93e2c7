/** All times in ms. */
export type WatchState = {
  interval_ms: number;
  /** when the last one came through, since the epoch; null: none yet */
  last_at: number | null;
  duration_ms: number | null;
  /** that have failed in a row */
  failures: number;
  /** since the last one came through, or since the bot began to watch */
  silent_ms: number;
  /** that is too long: it cannot be relied on */
  stalled: boolean;
};
