import { Redis } from 'ioredis';
import { limitReplies } from './largest-reply.ts';
import { PREFIX } from './names.ts';

/** ms */
const CONNECT_MS = 5000;
/** A connection that owes an answer this long is dead: who waits for jobs or events asks again after 5 s (WAITS_MS). */
const SILENT_MS = 12_000;
export const WAITS_MS = 5000;
/** A connection that nobody uses is tried: whatever is in between may have dropped it, and neither side notices. */
const TRIED_MS = 5000;

/**
 * A connection to the server of QUEUE_URL, which comes back by itself. `commands`: it fails at once while the server is
 * away, and after `answerMs` where it does not answer. `blocking`: for who waits for jobs; what it waits for is asked anew after a
 * loss. `listening`: the same, and the loss is told.
 */
export function openRedis(url: string, use: 'commands' | 'blocking' | 'listening', answerMs: number): Redis {
  const shared = {
    connectTimeout: CONNECT_MS,
    retryStrategy: (times: number) => Math.min(50 * 2 ** times, 1000),
    maxRetriesPerRequest: null,
    autoResubscribe: false,
    // It would ask INFO, which an ACL may refuse. A server that still loads says so to each command.
    enableReadyCheck: false,
    socketTimeout: SILENT_MS,
  };
  const redis =
    use === 'commands'
      ? new Redis(url, {
          ...shared,
          enableOfflineQueue: false,
          commandTimeout: answerMs,
          autoResendUnfulfilledCommands: false,
        })
      : use === 'blocking'
        ? new Redis(url, shared)
        : // 0: what was under way fails with the connection. Neither sent anew nor failed, it would be waited for for ever.
          new Redis(url, { ...shared, autoResendUnfulfilledCommands: false, maxRetriesPerRequest: 0 });
  // Whoever uses it hears of its errors; this event would end the process where nobody listens.
  redis.on('error', () => {});
  redis.setMaxListeners(1000);
  limitReplies(redis);
  if (use === 'commands') tryOften(redis);
  return redis;
}

function tryOften(redis: Redis): void {
  const trying = setInterval(() => {
    if (redis.status === 'ready') redis.ping().catch(() => {});
  }, TRIED_MS);
  trying.unref();
  redis.on('end', () => clearInterval(trying));
}

/**
 * What each queue of BullMQ is told: its keys, and not to ask for the server's version. It would by INFO, and where an ACL
 * refuses that it asks again at once, for ever.
 */
export const ON_REDIS = { prefix: PREFIX, skipVersionCheck: true };

/** ms after which a worker of BullMQ asks again where Redis failed it. Its own 15 s would cost the next audit. */
export const AGAIN_MS = 1000;
