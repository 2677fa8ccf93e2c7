import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { tryWriting } from '../sites/queue/expire.ts';
import { ReplyTooLarge } from '../sites/queue/largest-reply.ts';
import { keysOf, siteQueue } from '../sites/queue/names.ts';
import { deniedBy, problemOf } from '../sites/queue/problem.ts';
import { AGAIN_MS } from '../sites/queue/redis.ts';
import type { Counts } from './counts.ts';

/** What Redis refuses is asked for again every second: it still refuses it, until this long nothing was. */
const DENIED_MS = 5000;
/** ms between two tries to write: BullMQ says nothing of it as long as no job comes */
const WRITES_MS = 3000;

type Tools = { site: string; log: Logger; counts: Counts };

/** Watches whether jobs come from the server that `commands` leads to, and logs each change. */
export function watchReach(commands: Redis, { site, log, counts }: Tools) {
  let away: string | null = 'Redis has not answered yet';
  let denied = { at: Number.NEGATIVE_INFINITY, why: '' };
  let unwritten: string | null = null;
  counts.connected(false);
  const warnAway = (error: unknown) => {
    const why = problemOf(error);
    if (away !== why) log.warn({ why }, 'The queue cannot be reached: no jobs are read');
    away = why;
    counts.connected(false);
  };
  commands.on('error', warnAway);
  // The error that came before says more.
  commands.on('close', () => void (away ?? warnAway(new Error('closed'))));
  commands.on('ready', () => void greet());
  /** A connection is not yet a server that takes commands: it may want a password, or be loading. */
  async function greet(): Promise<void> {
    while (commands.status === 'ready') {
      const error: unknown = await commands.ping().then(
        () => null,
        (why: unknown) => why,
      );
      if (error === null || deniedBy(error) !== null) {
        away = null;
        counts.connected(true);
        log.info({ site }, 'The queue is in reach');
        return;
      }
      warnAway(error);
      await pause(AGAIN_MS, null, { ref: false });
    }
  }

  /** Takes what went wrong at the queue: where Redis refused something, no jobs come for now. */
  function failed(error: Error): void {
    const isSaid = error instanceof ReplyTooLarge || error.name === 'ReplyError' || deniedBy(error) !== null;
    const why = isSaid ? problemOf(error) : null;
    if (error instanceof ReplyTooLarge) counts.refused('too_large');
    if (why !== null && why !== denied.why) log.warn({ why }, 'The queue refuses what the worker needs');
    else log.debug({ why: problemOf(error) }, 'The queue failed');
    if (why !== null) denied = { at: performance.now(), why };
  }

  async function tryWrites(): Promise<void> {
    for (; commands.status !== 'end'; await pause(WRITES_MS, null, { ref: false })) {
      if (commands.status !== 'ready' || away !== null) continue;
      const before = unwritten;
      unwritten = await tryWriting(commands, keysOf(siteQueue(site))).then(() => null, problemOf);
      // That is said already, and is over as soon as it is back.
      if (away !== null || commands.status !== 'ready') unwritten = null;
      if (unwritten !== null && unwritten !== before && unwritten !== denied.why)
        log.warn({ why: unwritten }, 'The queue refuses what the worker needs');
    }
  }
  void tryWrites();

  return {
    failed,
    /** why no jobs come; null where they do */
    problem: () => away ?? unwritten ?? (performance.now() - denied.at < DENIED_MS ? denied.why : null),
  };
}
