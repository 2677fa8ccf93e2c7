import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';

const TRIES = 3;
const BETWEEN_MS = 5000;

/**
 * Calls a dead man's switch. Never throws: the switch itself shows a missing call. Anybody who knows the address can fake a
 * heartbeat, so it is never logged.
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
        if (status >= 200 && status < 300) return;
        log.warn({ status, attempt }, 'The heartbeat was refused');
      } catch (error) {
        log.warn({ reason: reasonOf(error, url), attempt }, 'The heartbeat did not arrive');
      }
      if (attempt < TRIES) await pause(betweenMs, null, { ref: false });
    }
  };
}

function reasonOf(error: unknown, url: string): string {
  const text = error instanceof Error ? error.message : 'unknown';
  const { pathname = '', search = '', username = '', password = '' } = URL.parse(url) ?? {};
  const secrets = [url, pathname, search.slice(1), username, password].filter((part) => part.length > 1);
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
}
