import { onTestFinished } from 'vitest';
import type { SiteEvents } from '../../../src/facts/site-events.ts';
import { createSites } from '../../../src/sites/site-client.ts';
import type { SiteOptions } from '../../../src/sites/site-client.ts';
import { parseSiteKeys } from '../../../src/sites/sealing/keys.ts';
import { runWorker } from '../../../src/worker/run-worker.ts';
import type { WorkerOptions } from '../../../src/worker/run-worker.ts';
import { clients } from '../probes/run-scene.ts';
import { startRedis } from '../servers/redis.ts';
import { keyText } from './keys.ts';

export const release = '0.1.0';

/** A Redis of the test's own, with what startRedis takes. */
export async function aQueue(...options: Parameters<typeof startRedis>) {
  const redis = await startRedis(...options);
  onTestFinished(() => redis.stop());
  return redis;
}

/** The bot's end, with what it counted. */
export function theBot(queueUrl: string, over: Partial<SiteOptions> = {}) {
  const counted: string[] = [];
  const events: SiteEvents = {
    waited: (site) => void counted.push(`waited ${site}`),
    worked: (site) => void counted.push(`worked ${site}`),
    refused: (site, why) => void counted.push(`refused ${site} ${why}`),
    late: (site) => void counted.push(`late ${site}`),
    retried: (site) => void counted.push(`retried ${site}`),
  };
  const siteKey = keyText();
  const options = { queueUrl, siteKey, release: async () => release, now: Date.now, events };
  const sites = createSites({ ...options, ...over });
  onTestFinished(() => sites.close());
  return { sites, counted };
}

/** A worker in this process, whose every host is this machine. `stop` ends it as a signal would. */
export function aWorker(queueUrl: string, site = 'home', over: Partial<WorkerOptions> = {}) {
  const stopping = Promise.withResolvers<null>();
  const options: WorkerOptions = {
    site,
    queueUrl,
    keys: parseSiteKeys(keyText()) ?? [],
    hosts: null,
    concurrency: 8,
    clients: clients(),
    sshUser: 'nobody',
    release,
    version: null,
    http: { host: '127.0.0.1', port: 0 },
    loginProblem: async () => null,
    logLevel: 'silent',
    ...over,
  };
  const ended = runWorker(options, stopping.promise);
  async function stop() {
    stopping.resolve(null);
    await ended;
  }
  onTestFinished(stop);
  return { stop };
}
