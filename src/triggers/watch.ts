import type { Logger } from 'pino';
import type { WatchState } from '../report/watch-state.ts';
import type { App } from '../app.ts';

/** This many intervals without a completed watch are a finding about Driftwatch itself. */
const STALLED_INTERVALS = 3;
/** The share of the interval that one machine may take, so that it does not delay the others. */
const DEADLINE_SHARE = 1 / 4;
/** But at least as long as a new connection may take. */
const LEAST_DEADLINE_MS = 5000;
/** What only one watch has seen or missed is checked again after this share of the interval. */
const CONFIRMATION = 1 / 2;

export type WatchOptions = {
  app: { watch: App['watch']; records: Pick<App['records'], 'unconfirmed'> };
  intervalMs: number;
  /** ms since the epoch */
  now: () => number;
  /** ms of a monotonic clock, which stops while the computer sleeps */
  elapsed: () => number;
  log: Pick<Logger, 'warn' | 'error'>;
  /** Called when the watch stalls or continues, to report it at once. */
  onStalled: () => Promise<void>;
};

/**
 * Checks the watched services every interval, beginning now. It never overlaps itself: a watch that takes longer than the
 * interval delays the next one.
 */
export function startWatch({ app, intervalMs, now, elapsed, log, onStalled }: WatchOptions) {
  let last: { at: number; duration_ms: number } | null = null;
  let done = elapsed();
  let failures = 0;
  let told = false;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  async function once(): Promise<void> {
    const began = elapsed();
    const request = { within_ms: Math.max(LEAST_DEADLINE_MS, Math.round(intervalMs * DEADLINE_SHARE)) };
    try {
      await app.watch(request);
      // An outage that could not be reported at the time (the state was down) is reported now, then its end.
      if (stalled() && !told) await tell();
      last = { at: now(), duration_ms: Math.round(elapsed() - began) };
      done = elapsed();
      failures = 0;
      if (told) await tell();
    } catch (error) {
      failures += 1;
      // A stop closes the state during a look.
      if (closed) return;
      // Retried at every interval, but an outage is logged only once.
      if (failures === 1) log.error({ err: error }, 'The watch failed; trying again');
    }
    next(began + (await wait()));
  }

  async function wait(): Promise<number> {
    const unsure = await app.records.unconfirmed().catch(() => false);
    return unsure ? intervalMs * CONFIRMATION : intervalMs;
  }

  function next(at: number): void {
    if (closed) return;
    timer = setTimeout(() => void once(), Math.max(0, at - elapsed()));
    timer.unref();
  }

  function stalled(): boolean {
    return elapsed() - done > intervalMs * STALLED_INTERVALS;
  }

  async function tell(): Promise<void> {
    const before = told;
    told = stalled();
    try {
      await onStalled();
    } catch (error) {
      told = before;
      log.warn({ err: error }, 'Could not record that the watch stalled; trying again');
    }
  }

  const check = setInterval(() => void (stalled() && !told ? tell() : null), intervalMs);
  check.unref();
  next(elapsed());

  return {
    state: (): WatchState => ({
      interval_ms: intervalMs,
      last_at: last?.at ?? null,
      duration_ms: last?.duration_ms ?? null,
      failures,
      silent_ms: Math.round(elapsed() - done),
      stalled: stalled(),
    }),
    close() {
      closed = true;
      clearInterval(check);
      if (timer) clearTimeout(timer);
    },
  };
}
