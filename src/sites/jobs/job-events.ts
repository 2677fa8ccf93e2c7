import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { ReplyTooLarge } from '../queue/largest-reply.ts';
import { keysOf, siteQueue } from '../queue/names.ts';
import { AGAIN_MS, WAITS_MS, openRedis } from '../queue/redis.ts';
import type { SiteJobs } from './site-jobs.ts';

/** All that is kept: what came before it listened is not missed. */
const ALL_KEPT = '0-0';
/** Events read at once. */
const AT_ONCE = 200;

/**
 * Reads within Redis the events after an id, and tells of each what one of BullMQ's has: 40 names and values at most, of 200 bytes
 * at most. Together that is less than 4 MB.
 */
const CUT = `
local cut = {}
for at, entry in ipairs(redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])) do
  local fields = {}
  for each = 1, math.min(#entry[2], 40) do fields[each] = string.sub(entry[2][each], 1, 200) end
  cut[at] = { entry[1], fields }
end
return cut`;

type Heard = Pick<SiteJobs, 'taken' | 'failed' | 'retried'>;
type Entry = [id: string, fields: string[]];
const Entries: z.ZodType<Entry[]> = z.array(z.tuple([z.string(), z.array(z.string())]));

/**
 * Tells the jobs of a site what workers do with them, until `close`. It reads BullMQ's stream of events itself: one that BullMQ
 * cannot read would end BullMQ's own listening, and whoever writes to Redis can put one there.
 */
export function hearJobEvents(
  url: string,
  site: string,
  answerMs: number,
  jobs: Heard,
  onError: (error: unknown) => void,
) {
  const stream = `${keysOf(siteQueue(site))}events`;
  const redis = openRedis(url, 'listening', answerMs);
  const closing = new AbortController();
  let isTooLarge = false;
  redis.on('error', (error) => {
    isTooLarge ||= error instanceof ReplyTooLarge;
    onError(error);
  });
  const ended = listen();

  async function listen(): Promise<void> {
    for (let last = ALL_KEPT; !closing.signal.aborted;) {
      try {
        const entries = await (isTooLarge ? cutAfter : entriesAfter)(redis, stream, last);
        isTooLarge = false;
        for (const [, fields] of entries) tell(jobs, fields);
        last = entries.at(-1)?.[0] ?? (await placeIn(redis, stream, last));
      } catch (error) {
        if (closing.signal.aborted) return;
        onError(error);
        await pause(AGAIN_MS, null, { ref: false });
      }
    }
  }

  return {
    async close() {
      closing.abort();
      redis.disconnect();
      await ended;
    },
  };
}

/** The next events; none after a while without. */
async function entriesAfter(redis: Redis, stream: string, last: string): Promise<Entry[]> {
  const read = await redis.xread('COUNT', AT_ONCE, 'BLOCK', WAITS_MS, 'STREAMS', stream, last);
  return read?.[0]?.[1] ?? [];
}

/** The same at once, where somebody else has written one that is too large among them. */
async function cutAfter(redis: Redis, stream: string, last: string): Promise<Entry[]> {
  return Entries.parse(await redis.eval(CUT, 1, stream, last, AT_ONCE));
}

/**
 * Where to go on after a silence. The server may be another one, or may have lost what it had, and its clock, by which events
 * are counted, may be behind: then all that it has is new.
 */
async function placeIn(redis: Redis, stream: string, last: string): Promise<string> {
  const [newest] = await redis.xrevrange(stream, '+', '-', 'COUNT', 1);
  return isBefore(newest?.[0] ?? last, last) ? ALL_KEPT : last;
}

/** Of ids such as `1700000000000-3`: ms, and a number within them. */
function isBefore(one: string, other: string): boolean {
  const [ms = 0, at = 0] = one.split('-').map(Number);
  const [otherMs = 0, otherAt = 0] = other.split('-').map(Number);
  return ms < otherMs || (ms === otherMs && at < otherAt);
}

/** @param fields names and values in turn, by whoever writes to Redis */
function tell(jobs: Heard, fields: readonly string[]): void {
  const valueOf = (name: string) => {
    const at = fields.findIndex((field, index) => index % 2 === 0 && field === name);
    return at === -1 ? '' : (fields[at + 1] ?? '');
  };
  const id = valueOf('jobId');
  const event = valueOf('event');
  if (event === 'active') jobs.taken(id);
  else if (event === 'failed') jobs.failed(id, valueOf('failedReason'));
  else if (event === 'stalled') jobs.retried(id);
}
