import { setTimeout as pause } from 'node:timers/promises';
import { QueueEvents } from 'bullmq';
import { siteQueue } from '../queue/names.ts';
import { AGAIN_MS, ON_REDIS, WAITS_MS, openRedis } from '../queue/redis.ts';
import type { SiteJobs } from './site-jobs.ts';

/** All that is kept: what came before it listened is not missed. */
const ALL_KEPT = '0-0';
const FROM_NOW = '$';

/**
 * Tells the jobs of a site what workers do with them, until `close`. An event that cannot be read ends BullMQ's listening:
 * whoever writes to Redis can put one there. It is passed over, with what came since, and the next are heard.
 */
export function hearJobEvents(
  url: string,
  site: string,
  answerMs: number,
  jobs: SiteJobs,
  onError: (error: unknown) => void,
) {
  let isClosed = false;
  let now = hear(ALL_KEPT);

  function hear(lastEventId: string) {
    const connection = openRedis(url, 'blocking', answerMs);
    const options = { connection, ...ON_REDIS, blockingTimeout: WAITS_MS, lastEventId, autorun: false };
    const heard = new QueueEvents(siteQueue(site), options);
    heard.on('error', onError);
    heard.on('active', ({ jobId }) => jobs.taken(jobId));
    heard.on('failed', ({ jobId, failedReason }) => jobs.failed(jobId, failedReason));
    heard.on('stalled', ({ jobId }) => jobs.retried(jobId));
    const end = async () => {
      // First: what waits for a connection that never came would wait for ever.
      connection.disconnect();
      await heard.close();
    };
    heard.run().catch((error: unknown) => void again(end, error));
    return { end };
  }

  async function again(end: () => Promise<void>, error: unknown): Promise<void> {
    if (isClosed) return;
    onError(error);
    end().catch(onError);
    await pause(AGAIN_MS, null, { ref: false });
    if (!isClosed) now = hear(FROM_NOW);
  }

  return {
    async close() {
      isClosed = true;
      await now.end();
    },
  };
}
