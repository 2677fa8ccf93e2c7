import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { SiteRequest } from '../../../src/sites/protocol/request.ts';
import { open, seal } from '../../../src/sites/sealing/seal.ts';
import { aHealthAnswer } from '../facts/observed.ts';
import { siteKey } from './keys.ts';

const connection = { maxRetriesPerRequest: null };

/** A job as a worker of the site has it, opened. `answers`: the queue that the bot waits at. */
export type Held = {
  id: string;
  request: SiteRequest;
  answers: Queue;
  /** an answer as a worker would put it there */
  sealed: (value: unknown) => Promise<{ site: string; job: string; sealed: string }>;
};

/** Takes the jobs of a site as one who has its key does, and leaves to the test what becomes of them. */
export function aPuppet(queueUrl: string, held: (job: Held) => Promise<unknown>, site = 'home') {
  const redis = new Redis(queueUrl, connection);
  redis.on('error', () => {});
  const key = siteKey();
  const worker = new Worker(
    `site-${site}`,
    async ({ id = '', data }: { id?: string; data: unknown }) => {
      const opened = await open(data, { site, job: id, answers: null }, [key]);
      if (!opened.ok) throw new Error(opened.refusal);
      const request = SiteRequest.parse(opened.value);
      const answers = new Queue(request.reply, { connection: redis, prefix: 'driftwatch' });
      const for_ = { site, job: id, answers: request.nonce };
      const sealed = async (value: unknown) => ({
        site,
        job: id,
        sealed: await seal(value, for_, key, Date.now()),
      });
      await held({ id, request, answers, sealed });
    },
    { connection: redis, prefix: 'driftwatch', concurrency: 8, removeOnComplete: { count: 0 } },
  );
  worker.on('error', () => {});
  async function stop() {
    await worker.close(true);
    redis.disconnect();
  }
  onTestFinished(stop);
  return { stop };
}

/** What a worker answers where one process `node` runs on a machine `box-0`, whose service answers: it is in sync. */
export function nodeRuns(machine: string, release = '0.1.0') {
  const command = 'node server.js';
  const process = { pid: 7, ppid: 1, state: 'S', elapsed_seconds: 60, user: 'knox', command, cgroup: null };
  const table = { processes: [{ ...process, cwd: null }], own: [] };
  return {
    kind: 'read',
    release,
    worker: '0123abcd',
    took_ms: 1,
    observation: {
      machine,
      connection: { status: 'connected' },
      duration_ms: 1,
      facts: { processes: { ok: true, value: table } },
      asked_by: {},
    },
    health: {
      [`of-${machine}`]: { lan: { ok: true, value: aHealthAnswer({ pid: 7, uptime_seconds: 60 }) } },
    },
  };
}

/** The machine that a request names. */
export function machineOf(request: SiteRequest): string {
  return request.kind === 'read' ? request.machine.name : '';
}
