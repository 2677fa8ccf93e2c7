import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'bullmq';
import type { Queue } from 'bullmq';
import type { SiteEvents, SiteQueue } from '../../facts/site-events.ts';
import { keepExpiring } from '../queue/expire.ts';
import { keysOf, newAnswerQueue, siteQueue } from '../queue/names.ts';
import { AGAIN_MS, ON_REDIS, openRedis } from '../queue/redis.ts';
import { queueOn } from '../queue/add-job.ts';
import { ReplyTooLarge } from '../queue/largest-reply.ts';
import { deniedBy, problemOf } from '../queue/problem.ts';
import { keepSwept } from '../queue/sweep.ts';
import type { SiteKey } from '../sealing/keys.ts';
import { addingTogether } from './add-together.ts';
import { takeAnswers } from './answers.ts';
import { connectedWorkers } from './connected-workers.ts';
import type { ConnectedWorker } from './connected-workers.ts';
import { hearJobEvents } from './job-events.ts';
import { atQueue, createSiteJobs } from './site-jobs.ts';
import type { SiteJobs } from './site-jobs.ts';

/** ms */
const ANSWER_MS = 8000;
const STARTS_MS = 3000;
const SHUTDOWN_GRACE_MS = 1000;
/** What was refused is tried again: it still is, until this long nothing was. */
const DENIED_MS = 20_000;
/** how many parcels of answers are opened at a time */
const AT_A_TIME = 2;

type Site = { jobs: SiteJobs; queue: Queue; close(): Promise<void> };

/** The bot's end of the queues: gives jobs to sites, and takes their answers. `close` leaves nothing of this bot behind. */
export async function openJobClient(
  url: string,
  keys: readonly SiteKey[],
  release: () => Promise<string>,
  events: SiteEvents,
) {
  const commands = openRedis(url, 'commands', ANSWER_MS);
  keepSwept(commands);
  let lastError: unknown = null;
  let away: NodeJS.Timeout | null = null;
  const sites = new Map<string, Site>();
  const reply = newAnswerQueue();
  const inbox = openRedis(url, 'blocking', ANSWER_MS);
  keepExpiring(inbox, keysOf(reply));
  const answers = new Worker(
    reply,
    async ({ data }: { data: unknown }) =>
      await takeAnswers(data, { keys, release, jobsOf: (site) => sites.get(site)?.jobs, events }),
    {
      connection: inbox,
      ...ON_REDIS,
      concurrency: AT_A_TIME,
      runRetryDelay: AGAIN_MS,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
  );
  let denied = { at: Number.NEGATIVE_INFINITY, why: '' };
  function ignore(error: unknown): void {
    if (!isVague(error)) lastError = error;
    if (error instanceof ReplyTooLarge) denied = { at: performance.now(), why: error.message };
    const refused = deniedBy(error);
    // A name for the connection is for people; all works without it.
    if (refused !== null && refused.command !== 'CLIENT')
      denied = { at: performance.now(), why: refused.why };
  }
  answers.on('error', ignore);
  commands.on('error', ignore);
  commands.on('ready', () => {
    lastError = null;
    if (away) clearTimeout(away);
    away = null;
  });
  const waitForIt = () => {
    away ??= setTimeout(() => {
      for (const { jobs } of sites.values()) jobs.lose(atQueue(problemOf(lastError)));
    }, ANSWER_MS);
  };
  commands.on('close', waitForIt);

  /** Resolves when Redis takes commands, or after a moment: it may be starting again. */
  async function ready(): Promise<void> {
    if (commands.status === 'ready') return;
    const waiting = new AbortController();
    const { signal } = waiting;
    await Promise.race([once(commands, 'ready', { signal }), pause(STARTS_MS, null, { signal })]).catch(
      () => {},
    );
    waiting.abort();
  }

  function open(site: string): Site {
    const queue = queueOn(commands, siteQueue(site), ignore);
    const add = addingTogether(commands, queue);
    const jobs = createSiteJobs(site, {
      async add(id, text) {
        if (commands.status !== 'ready') await ready();
        if (commands.status !== 'ready') throw lastError ?? new Error('timed out');
        await add({ id, data: text });
      },
      remove: (id) => void queue.remove(id).catch(() => {}),
      problem: (error) => problemOf(isVague(error) ? (lastError ?? error) : error),
      refusedToBot: () => (performance.now() - denied.at < DENIED_MS ? denied.why : null),
      events,
    });
    const heard = hearJobEvents(url, site, ANSWER_MS, jobs, ignore);
    return {
      jobs,
      queue,
      async close() {
        jobs.lose({ lost: 'the bot is stopping', reason: 'unreachable', at: 'bot' });
        await closedSoon(heard.close());
      },
    };
  }

  function siteOf(name: string): Site {
    const site = sites.get(name) ?? open(name);
    sites.set(name, site);
    return site;
  }

  async function queueCounts(names: readonly string[]): Promise<SiteQueue[]> {
    return await Promise.all(
      names.map(async (site) => {
        if (commands.status !== 'ready') return { site, workers: null, waiting: null, active: null };
        const { queue } = siteOf(site);
        const [counts, workers] = await Promise.all([
          queue.getJobCounts('wait', 'active').catch(() => null),
          queue.getWorkersCount().catch(() => null),
        ]);
        return { site, workers, waiting: counts?.['wait'] ?? null, active: counts?.['active'] ?? null };
      }),
    );
  }

  async function workersOf(site: string): Promise<ConnectedWorker[] | null> {
    if (commands.status !== 'ready') return null;
    return await connectedWorkers(siteOf(site).queue).catch(() => null);
  }

  async function close(): Promise<void> {
    // The timer would hold up the end of the process.
    commands.off('close', waitForIt);
    if (away) clearTimeout(away);
    await Promise.all([...sites.values()].map((site) => site.close()));
    await closedSoon(answers.close(true));
    if (commands.status === 'ready') {
      await closedSoon(queueOn(commands, reply, ignore).obliterate({ force: true }));
    }
    inbox.disconnect();
    commands.disconnect();
  }

  return { reply, jobs: (site: string) => siteOf(site).jobs, queueCounts, workersOf, close };
}
export type JobClient = Awaited<ReturnType<typeof openJobClient>>;

/** Waits until something is closed, for `SHUTDOWN_GRACE_MS` at most. */
async function closedSoon(closing: Promise<unknown>): Promise<void> {
  await Promise.race([closing.catch(() => {}), pause(SHUTDOWN_GRACE_MS, null, { ref: false })]);
}

/** ioredis says only that it has no connection; why came before. */
function isVague(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(?:Stream isn't writeable|Connection is closed|Reached the max retries)/.test(error.message)
  );
}
