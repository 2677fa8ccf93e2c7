import type { Logger } from 'pino';

const EVERY_MS = 60_000;

export type ManifestWatchOptions = {
  /** what is wrong with the newest edit of the manifest; null: nothing */
  warning: () => Promise<string | null>;
  /** people are to be told, or told that it is over */
  onChange: () => Promise<void>;
  log: Pick<Logger, 'warn'>;
  everyMs?: number;
};

/** Looks at the manifest's file every minute, so that a broken edit is not first noticed by the next scan. */
export function startManifestWatch({ warning, onChange, log, everyMs = EVERY_MS }: ManifestWatchOptions) {
  let told: string | null | undefined;
  let running = false;
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  void look();

  async function look(): Promise<void> {
    if (running) return;
    running = true;
    try {
      const current = await warning();
      if (current === told) return;
      await onChange();
      told = current;
    } catch (error) {
      log.warn({ err: error }, 'The manifest could not be looked at; trying again');
    } finally {
      running = false;
    }
  }

  return { close: () => clearInterval(timer) };
}
