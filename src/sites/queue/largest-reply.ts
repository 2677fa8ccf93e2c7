import type { Redis } from 'ioredis';

/** Bytes. 16 answers that go together have 2 MB, and one alone has no more (docs/sites.md). */
export const REPLY_BYTES = 4 * 2 ** 20;

/** Redis sent more at once than anything of ours has: somebody else writes there. */
export class ReplyTooLarge extends Error {
  override name = 'ReplyTooLarge';
  constructor() {
    super(`Redis sent more than ${REPLY_BYTES / 2 ** 20} MB at once, which is no job and no answer`);
  }
}

/**
 * Gives up a connection, and each that is made after it, as soon as one reply has more than REPLY_BYTES, before it is held as
 * a whole: who writes to Redis does not fill this process's memory. It comes back by itself.
 */
export function limitReplies(redis: Redis): Redis {
  let received = 0;
  const whole = () => void (received = 0);
  const send = redis.sendCommand.bind(redis);
  redis.sendCommand = (command, stream) => {
    command.promise.then(whole, whole);
    return send(command, stream);
  };
  redis.on('connect', () => {
    received = 0;
    redis.stream.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received > REPLY_BYTES) redis.stream.destroy(new ReplyTooLarge());
    });
  });
  // BullMQ waits for jobs and events on copies.
  const copy = redis.duplicate.bind(redis);
  redis.duplicate = (override) => limitReplies(copy(override));
  return redis;
}
