import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';

const EVERY_MS = 60_000;
/** ms that running work gets at shutdown */
const CLOSE_MS = 2000;

export type ManifestWatchOptions = {
  /** what is wrong with the latest edit of the manifest; null: nothing */
  warning: () => Promise<string | null>;
  /** called to report it as broken, or as fixed */
  onChange: () => Promise<void>;
  log: Pick<Logger, 'warn'>;
  everyMs?: number;
};

/** Checks the manifest's file every minute, so that a broken edit is noticed before the next scan. */
export function startManifestWatch({ warning, onChange, log, everyMs = EVERY_MS }: ManifestWatchOptions) {
  let told: string | null | undefined;
  let running: Promise<void> | null = null;
  let closed = false;
  const timer = setInterval(wake, everyMs);
  timer.unref();
  wake();

  function wake(): void {
    running ??= look().finally(() => (running = null));
  }

  async function look(): Promise<void> {
    try {
      const current = await warning();
      if (current === told) return;
      await onChange();
      told = current;
    } catch (error) {
      if (!closed) log.warn({ err: error }, 'The manifest could not be looked at; trying again');
    }
  }

  return {
    /** Resolves when it no longer uses the state, or after two seconds. */
    async close(): Promise<void> {
      closed = true;
      clearInterval(timer);
      await Promise.race([running, pause(CLOSE_MS, undefined, { ref: false })]);
    },
  };
}
