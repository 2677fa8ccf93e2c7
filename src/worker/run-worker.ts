import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { WaitingError, Worker } from 'bullmq';
import type { Job } from 'bullmq';
import pLimit from 'p-limit';
import { pino } from 'pino';
import { queueOn } from '../sites/queue/add-job.ts';
import { expireNow, keepExpiring } from '../sites/queue/expire.ts';
import { keysOf, siteQueue } from '../sites/queue/names.ts';
import { AGAIN_MS, ON_REDIS, openRedis } from '../sites/queue/redis.ts';
import { problemOf } from '../sites/queue/problem.ts';
import { keepSwept } from '../sites/queue/sweep.ts';
import type { SiteKey } from '../sites/sealing/keys.ts';
import { codeOf } from '../text/error-code.ts';
import { hostList } from '../text/host-pattern.ts';
import { createCounts } from './counts.ts';
import { createAnswerBatches } from './answer-batches.ts';
import { createOtherKey } from './other-key.ts';
import { createPassing } from './pass-on.ts';
import { watchReach } from './reach.ts';
import type { ReadTools } from './read-machine.ts';
import { createJobs } from './serve-job.ts';
import { siteWorkers } from './site-workers.ts';
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
  /** why it cannot log in to any machine at present; null if nothing speaks against it */
  loginProblem(): Promise<string | null>;
  logLevel: string;
};

/** ms. A worker that is killed has its jobs taken over after LOCK_MS and two CHECK_MS at the most. */
const LOCK_MS = 6000;
const CHECK_MS = 3000;
const ANSWER_MS = 8000;
const SHUTDOWN_GRACE_MS = 3000;
const GIVES_BACK_MS = 1000;
const TAKEN_MS = 200;
/** Less than the bot waits for somebody to take a job: others may be gone by then. */
const STANDS_BACK_MS = 5000;

/** Takes jobs of its site until a signal comes. @throws UserError where it cannot listen */
export async function runWorker(options: WorkerOptions, stopped: Promise<null>): Promise<number> {
  const { site, queueUrl, release, version } = options;
  const log = pino({ level: options.logLevel });
  const id = randomBytes(4).toString('hex');
  const now = performance.now.bind(performance);
  const startedAt = now();
  const counts = createCounts(site, release);
  const taking = openRedis(queueUrl, 'blocking', ANSWER_MS);
  const commands = openRedis(queueUrl, 'commands', ANSWER_MS);
  keepSwept(commands);
  const reach = watchReach(commands, { site, log, counts });
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
    warn: warnRarely((fields, text) => log.warn(fields, text), now),
    opened: () => otherKey.opened(),
    now: Date.now,
  });
  const problem = () => reach.problem() ?? otherKey.problem();
  const server = await startWorkerServer({
    ...options.http,
    counts,
    health: () => ({
      status: problem() === null ? 'ok' : 'fail',
      queue: problem() ?? 'in reach',
      version,
      pid: process.pid,
      uptime_seconds: Math.floor((now() - startedAt) / 1000),
      site,
      release,
      worker: id,
    }),
  });
  keepExpiring(taking, keysOf(siteQueue(site)));
  const queue = queueOn(commands, siteQueue(site), () => {});
  const workers = siteWorkers(queue, now);
  const passes = createPassing({ id, workers, now });
  let standing: NodeJS.Timeout | null = null;
  const otherKey = createOtherKey({
    id,
    workers,
    async standBack() {
      if (standing) clearTimeout(standing);
      standing = setTimeout(() => void worker.resume(), STANDS_BACK_MS);
      standing.unref();
      await worker.pause(true);
    },
    now,
  });
  const worker = new Worker(
    siteQueue(site),
    async (job: Job<unknown>, token) => {
      const doing = { job, token };
      underWay.add(doing);
      try {
        const isDone = await serve(job.id ?? '', job.data, async (why) => {
          return await (why === 'key' ? otherKey.leave(job) : passes(job)).catch(() => false);
        });
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
  worker.on('error', reach.failed);
  const started_ms = Math.round(performance.now());
  const memory_mb = Math.round(process.memoryUsage.rss() / 2 ** 20);
  log.info(
    { site, release, version, worker: id, port: server.port, started_ms, memory_mb },
    'The worker is ready',
  );
  void options.loginProblem().then(
    (why) => why !== null && log.warn({ why }, 'The worker cannot log in to machines over SSH'),
    (error: unknown) => log.debug({ why: codeOf(error) }, 'The SSH files could not be checked'),
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
