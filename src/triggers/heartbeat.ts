import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';

const TRIES = 3;
const BETWEEN_MS = 5000;

/**
 * Asks the address of a dead man's switch. It never throws: that nobody was asked shows where the switch is.
 * @param get resolves with the HTTP status
 */
export function createHeartbeat(
  url: string | null,
  get: (url: string) => Promise<number>,
  log: Pick<Logger, 'warn'>,
  betweenMs = BETWEEN_MS,
): () => Promise<void> {
  return async () => {
    if (url === null) return;
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      try {
        const status = await get(url);
        if (status >= 200 && status < 400) return;
        log.warn({ status, attempt }, 'The heartbeat was refused');
      } catch (error) {
        log.warn({ err: error, attempt }, 'The heartbeat did not arrive');
      }
      if (attempt < TRIES) await pause(betweenMs, null, { ref: false });
    }
  };
}
