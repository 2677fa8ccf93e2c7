import { randomBytes } from 'node:crypto';
import type { SiteEvents, SiteQueue } from '../facts/site-events.ts';
import type { SiteAsk, SiteClient, SiteSeen } from '../probes/site-client.ts';
import type { JobClient } from './jobs/job-client.ts';
import type { ConnectedWorker } from './jobs/connected-workers.ts';
import type { Lost, Outcome } from './jobs/site-jobs.ts';
import type { HelloAnswer } from './protocol/answer.ts';
import { compatibilityOf, tooFar } from './protocol/release.ts';
import type { SiteRequest } from './protocol/request.ts';
import { sent, sentMachine } from './protocol/sent.ts';
import { keysFor, parseSiteKeys, sitesWithKeyOf } from './sealing/keys.ts';
import { seal } from './sealing/seal.ts';

export type SiteOptions = {
  queueUrl: string | null;
  /** as SITE_KEY has it */
  siteKey: string | null;
  /** the bot's own */
  release(): Promise<string>;
  /** ms since the epoch */
  now: () => number;
  events?: Partial<SiteEvents>;
};

/** What a site says about itself, or why it does not. */
export type HelloResult = { hello: HelloAnswer; asked: number; answered: number } | Pick<Lost, 'lost' | 'at'>;

export type Sites = SiteClient & {
  /** Asks one worker of a site, or whichever takes it. */
  hello(site: string, worker?: string): Promise<HelloResult>;
  /** The workers of a site that are connected to Redis; null where it does not tell. */
  workersOf(site: string): Promise<ConnectedWorker[] | null>;
  queueCounts(sites: readonly string[]): Promise<SiteQueue[]>;
  /** Other sites with the key that SITE_KEY has for this one. */
  sameKeyAs(site: string): string[];
  /** the bot's own */
  release(): Promise<string>;
  close(): Promise<void>;
};

const HELLO = { takeMs: 10_000, workMs: 10_000 };

/** The sites of a bot. Nothing is loaded or connected before the first request to one of them. */
export function createSites(options: SiteOptions): Sites {
  const { queueUrl, siteKey, now } = options;
  const keys = parseSiteKeys(siteKey ?? '') ?? [];
  const events = { ...silent, ...options.events };
  let jobClient: Promise<JobClient> | null = null;

  let known: Promise<string> | null = null;
  /** Read once: it stays what was started. */
  function release(): Promise<string> {
    return (known ??= options.release());
  }

  async function opened(url: string): Promise<JobClient> {
    jobClient ??= import('./jobs/job-client.ts').then(({ openJobClient }) =>
      openJobClient(url, keys, release, events),
    );
    return await jobClient;
  }

  type Unaddressed =
    | { kind: 'hello'; to?: string }
    | Omit<Extract<SiteRequest, { kind: 'read' }>, 'release' | 'nonce' | 'reply'>;

  async function ask(site: string, what: () => Unaddressed, deadlines: typeof HELLO): Promise<Outcome> {
    const [key] = keysFor(keys, site);
    if (queueUrl === null)
      return { lost: `site ${site} cannot be read: QUEUE_URL is not set`, reason: 'unsupported', at: 'bot' };
    if (!key)
      return {
        lost: `site ${site} cannot be read: SITE_KEY has no key for it`,
        reason: 'unsupported',
        at: 'bot',
      };
    const open = await opened(queueUrl);
    const nonce = randomBytes(16).toString('hex');
    return await open.jobs(site).ask(
      async (job) => {
        const request = { ...what(), release: await release(), nonce, reply: open.reply };
        return await seal(request, { site, job, answers: null }, key, now());
      },
      nonce,
      deadlines,
    );
  }

  async function read(site: string, asked: SiteAsk): Promise<SiteSeen> {
    const { limits, ...rest } = asked;
    const { connectMs, machineMs, graceMs, sectionMs, sectionCapBytes } = limits;
    const deadlines = { takeMs: connectMs, workMs: connectMs + machineMs + graceMs };
    const outcome = await ask(
      site,
      () => ({
        kind: 'read',
        ...rest,
        machine: sentMachine(asked.machine),
        jumps: asked.jumps.map(sentMachine),
        services: asked.services.map(sent),
        limits: { connectMs, machineMs, sectionMs, sectionCapBytes },
        graceMs,
        columns: true,
      }),
      deadlines,
    );
    if ('lost' in outcome) return outcome;
    const { answer } = outcome;
    const own = await release();
    if (compatibilityOf(own, answer.release) === 'apart')
      return { lost: tooFar(`a worker of site ${site}`, answer.release, own), reason: 'unsupported' };
    if (answer.kind === 'refused')
      return { lost: `a worker of site ${site} refused the request: ${answer.detail}`, reason: 'denied' };
    if (answer.kind !== 'read' || answer.observation.machine !== asked.machine.name)
      return {
        lost: `an answer from site ${site} was refused: it answers something else`,
        reason: 'malformed',
      };
    return { seen: { observation: answer.observation, health: answer.health, release: answer.release } };
  }

  async function hello(site: string, worker?: string): Promise<HelloResult> {
    const asked = now();
    const to = worker === undefined ? {} : { to: worker };
    const outcome = await ask(site, () => ({ kind: 'hello', ...to }), HELLO);
    if ('lost' in outcome) return outcome;
    const { answer } = outcome;
    if (worker !== undefined && answer.worker !== worker) return { lost: `worker ${worker} does not answer` };
    if (answer.kind === 'hello') return { hello: answer, asked, answered: now() };
    return { lost: answer.kind === 'refused' ? answer.detail : `site ${site} answered something else` };
  }

  return {
    read,
    hello,
    queueCounts: async (sites) =>
      queueUrl === null || sites.length === 0 ? [] : await (await opened(queueUrl)).queueCounts(sites),
    workersOf: async (site) => (queueUrl === null ? null : await (await opened(queueUrl)).workersOf(site)),
    sameKeyAs: (site) => sitesWithKeyOf(keys, site),
    release,
    close: async () => await (await jobClient)?.close(),
  };
}

const silent: SiteEvents = {
  waited() {},
  worked() {},
  refused() {},
  late() {},
  retried() {},
};
