import { Redis } from 'ioredis';
import { PREFIX } from './names.ts';

/** ms */
const CONNECT_MS = 5000;
/** A connection that is silent this long is dead: a worker that waits for jobs polls every 5 or 10 s. */
const SILENT_MS = 30_000;

/**
 * A connection to the server of QUEUE_URL, which comes back by itself. `commands`: it fails at once while the server is
 * away, and after `answerMs` where it does not answer. `blocking`: for who waits for jobs and events.
 */
export function openRedis(url: string, use: 'commands' | 'blocking', answerMs: number): Redis {
  const shared = {
    connectTimeout: CONNECT_MS,
    retryStrategy: (times: number) => Math.min(50 * 2 ** times, 1000),
    maxRetriesPerRequest: null,
    autoResubscribe: false,
    // It would ask INFO, which an ACL may refuse. A server that still loads says so to each command.
    enableReadyCheck: false,
  };
  const redis =
    use === 'commands'
      ? new Redis(url, {
          ...shared,
          enableOfflineQueue: false,
          commandTimeout: answerMs,
          autoResendUnfulfilledCommands: false,
        })
      : new Redis(url, { ...shared, socketTimeout: SILENT_MS });
  // Whoever uses it hears of its errors; this event would end the process where nobody listens.
  redis.on('error', () => {});
  redis.setMaxListeners(1000);
  return redis;
}

/**
 * What each queue of BullMQ is told: its keys, and not to ask for the server's version. It would by INFO, and where an ACL
 * refuses that it asks again at once, for ever.
 */
export const ON_REDIS = { prefix: PREFIX, skipVersionCheck: true };
