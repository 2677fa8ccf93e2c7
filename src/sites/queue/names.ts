import { randomBytes } from 'node:crypto';

/** Above all keys in Redis. */
export const PREFIX = 'driftwatch';

/** All jobs have one name: what they are is sealed. */
export const JOB = 'job';

export function siteQueue(site: string): string {
  return `site-${site}`;
}

/** What all keys of a queue begin with. */
export function keysOf(queue: string): string {
  return `${PREFIX}:${queue}:`;
}

/** Of one bot: answers find it, and nobody else's. */
export function newAnswerQueue(): string {
  return `answers-${randomBytes(8).toString('hex')}`;
}

export const ANSWER_QUEUE = /^answers-[0-9a-f]{16}$/;

export function newJobId(): string {
  return `j${randomBytes(16).toString('hex')}`;
}

/** What is left of a queue goes by itself, where nobody was there to remove it. */
export const KEPT_MS = 3_600_000;

/** Events that are kept at most: they hold ids, and nothing else. */
export const EVENTS_KEPT = 1000;

/** Answers that share one job of the queue at most: a bot takes them in turns. */
export const ANSWERS_TOGETHER = 16;
