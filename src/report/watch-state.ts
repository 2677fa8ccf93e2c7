/** All times in ms. */
export type WatchState = {
  interval_ms: number;
  /** when the last one finished, since the epoch; null if none has */
  last_at: number | null;
  duration_ms: number | null;
  /** consecutive failures */
  failures: number;
  /** since the last one finished, or since the bot began to watch */
  silent_ms: number;
  /** that is too long: the watch cannot be relied on */
  stalled: boolean;
};
