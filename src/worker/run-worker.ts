import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { WaitingError, Worker } from 'bullmq';
import type { Job } from 'bullmq';
import pLimit from 'p-limit';
import { pino } from 'pino';
import { queueOn } from '../sites/queue/add-job.ts';
import { ReplyTooLarge } from '../sites/queue/largest-reply.ts';
import { expireNow, keepExpiring } from '../sites/queue/expire.ts';
import { keysOf, siteQueue } from '../sites/queue/names.ts';
import { AGAIN_MS, ON_REDIS, openRedis } from '../sites/queue/redis.ts';
import { deniedBy, problemOf } from '../sites/queue/problem.ts';
import { keepSwept } from '../sites/queue/sweep.ts';
import type { SiteKey } from '../sites/sealing/keys.ts';
import { hostList } from '../text/host-pattern.ts';
import { createCounts } from './counts.ts';
import { createAnswerBatches } from './answer-batches.ts';
import { createPassing } from './pass-on.ts';
import type { ReadTools } from './read-machine.ts';
import { createJobs } from './serve-job.ts';
import { startWorkerServer } from './server.ts';
import { warnRarely } from './warn-rarely.ts';

export type WorkerOptions = Omit<ReadTools, 'isAllowed' | 'turn'> & {
  site: string;
  queueUrl: string;
  keys: readonly SiteKey[];
  /** null: any */
  hosts: readonly string[] | null;
  concurrency: number;
  release: string;
  /** the commit; null: not known */
  version: string | null;
  http: { host: string; port: number };
  logLevel: string;
};

/** ms. A worker that is killed has its jobs taken over after LOCK_MS and two CHECK_MS at the most. */
const LOCK_MS = 6000;
const CHECK_MS = 3000;
const ANSWER_MS = 8000;
const SHUTDOWN_GRACE_MS = 3000;
const GIVES_BACK_MS = 1000;
const TAKEN_MS = 200;
/** What Redis refuses is asked for again every second: it still refuses it, until this long nothing was. */
const DENIED_MS = 5000;

/** Takes jobs of its site until a signal comes. @throws UserError where it cannot listen */
export async function runWorker(options: WorkerOptions, stopped: Promise<null>): Promise<number> {
  const { site, queueUrl, release, version } = options;
  const log = pino({ level: options.logLevel });
  const id = randomBytes(4).toString('hex');
  const startedAt = performance.now();
  const counts = createCounts(site, release);
  const taking = openRedis(queueUrl, 'blocking', ANSWER_MS);
  const commands = openRedis(queueUrl, 'commands', ANSWER_MS);
  keepSwept(commands);
  let away: string | null = 'Redis has not answered yet';
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
  const underWay = new Set<{ job: Job<unknown>; token: string | undefined }>();
  const serve = createJobs({
    site,
    keys: options.keys,
    release,
    id,
    counts,
    read: {
      clients: options.clients,
      sshUser: options.sshUser,
      ...(options.sshConfig ? { sshConfig: options.sshConfig } : {}),
      isAllowed: options.hosts === null ? () => true : hostList(options.hosts),
      turn: pLimit(1),
    },
    send: createAnswerBatches(
      commands,
      (error) => log.debug({ why: problemOf(error) }, 'The queue failed'),
      () => underWay.size,
    ),
    warn: warnRarely((fields, text) => log.warn(fields, text), performance.now.bind(performance)),
    now: Date.now,
  });
  let denied = { at: Number.NEGATIVE_INFINITY, why: '' };
  /** why no jobs come; null where they do */
  const blocked = () => away ?? (performance.now() - denied.at < DENIED_MS ? denied.why : null);
  const server = await startWorkerServer({
    ...options.http,
    counts,
    health: () => ({
      status: blocked() === null ? 'ok' : 'fail',
      queue: blocked() ?? 'in reach',
      version,
      pid: process.pid,
      uptime_seconds: Math.floor((performance.now() - startedAt) / 1000),
      site,
      release,
      worker: id,
    }),
  });
  keepExpiring(taking, keysOf(siteQueue(site)));
  const queue = queueOn(commands, siteQueue(site), () => {});
  const passes = createPassing({
    id,
    // The name of a worker's connection ends in what it is called here.
    workers: async () => (await queue.getWorkers()).map(({ rawname = '' }) => rawname.replace(/^.*:/, '')),
    now: performance.now.bind(performance),
  });
  const worker = new Worker(
    siteQueue(site),
    async (job: Job<unknown>, token) => {
      const doing = { job, token };
      underWay.add(doing);
      try {
        const isDone = await serve(job.id ?? '', job.data, async () => await passes(job).catch(() => false));
        if (isDone) return;
        await job.moveToWait(token);
        await expireNow(taking, keysOf(siteQueue(site))).catch(() => {});
        // By then another one that waits has it: this one would take it again.
        await pause(TAKEN_MS);
        throw new WaitingError();
      } finally {
        underWay.delete(doing);
      }
    },
    {
      connection: taking,
      ...ON_REDIS,
      name: id,
      concurrency: options.concurrency,
      runRetryDelay: AGAIN_MS,
      lockDuration: LOCK_MS,
      stalledInterval: CHECK_MS,
      maxStalledCount: 1,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
  );
  async function giveBack(): Promise<void> {
    if (underWay.size === 0) return;
    await Promise.allSettled([...underWay].map(({ job, token }) => job.moveToWait(token)));
    await expireNow(taking, keysOf(siteQueue(site))).catch(() => {});
  }
  worker.on('error', (error) => {
    const isSaid = error instanceof ReplyTooLarge || error.name === 'ReplyError' || deniedBy(error) !== null;
    const why = isSaid ? problemOf(error) : null;
    if (error instanceof ReplyTooLarge) counts.refused('too_large');
    if (why !== null && why !== denied.why) log.warn({ why }, 'The queue refuses what the worker needs');
    else log.debug({ why: problemOf(error) }, 'The queue failed');
    if (why !== null) denied = { at: performance.now(), why };
  });
  const started_ms = Math.round(performance.now());
  const memory_mb = Math.round(process.memoryUsage.rss() / 2 ** 20);
  log.info(
    { site, release, version, worker: id, port: server.port, started_ms, memory_mb },
    'The worker is ready',
  );
  try {
    await stopped;
    await Promise.race([worker.close(), pause(SHUTDOWN_GRACE_MS, null, { ref: false })]);
    // What takes longer is for another worker, at once. Where Redis does not hear it, the job's lock runs out.
    await Promise.race([giveBack(), pause(GIVES_BACK_MS, null, { ref: false })]);
    return 0;
  } finally {
    await server.close();
    // It goes, and is not lost.
    commands.removeAllListeners('close');
    taking.disconnect();
    commands.disconnect();
  }
}
