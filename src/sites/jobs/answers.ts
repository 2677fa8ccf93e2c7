import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { SiteAnswer } from '../protocol/answer.ts';
import { ANSWERS_TOGETHER } from '../queue/names.ts';
import { open } from '../sealing/seal.ts';
import { keysFor } from '../sealing/keys.ts';
import type { SiteKey } from '../sealing/keys.ts';
import { refusalWords } from '../sealing/refusal.ts';
import type { Refusal } from '../sealing/refusal.ts';
import type { SiteEvents } from '../../facts/site-events.ts';
import type { SiteJobs } from './site-jobs.ts';
import { ofOtherRelease } from './other-release.ts';

/** The clear text next to a sealed answer, which says what it answers. */
const Envelope = z.strictObject({
  site: z.string().max(40),
  job: z.string().max(40),
  sealed: z.string(),
});

type Tools = {
  keys: readonly SiteKey[];
  /** the bot's own */
  release: () => Promise<string>;
  jobsOf: (site: string) => SiteJobs | undefined;
  events: Pick<SiteEvents, 'refused' | 'late'>;
};

/** Takes the answers that came together, one in a turn of the event loop. Never throws. */
export async function takeAnswers(data: unknown, tools: Tools): Promise<void> {
  // Of whom it is cannot be told, and nobody's job ends by it.
  if (!Array.isArray(data) || data.length > ANSWERS_TOGETHER)
    return tools.events.refused('unknown', 'malformed');
  for (const each of data) {
    await nextTurn();
    await takeAnswer(each, tools);
  }
}

/**
 * Takes an answer off the queue, as foreign data: it counts only for a job that is waited for, sealed for that job, its site
 * and its nonce. Never throws.
 */
async function takeAnswer(data: unknown, { keys, release, jobsOf, events }: Tools): Promise<void> {
  const envelope = Envelope.safeParse(data);
  // Its sender is unknown, so it ends nobody's job.
  if (!envelope.success) return events.refused('unknown', 'malformed');
  const { site, job, sealed } = envelope.data;
  const jobs = jobsOf(site);
  const nonce = jobs?.nonceOf(job) ?? null;
  if (!jobs) return events.refused('unknown', 'malformed');
  if (nonce === null) return events.late(site);
  const opened = await open(sealed, { site, job, answers: nonce }, keysFor(keys, site));
  if (!opened.ok) return refuse(jobs, site, job, opened.refusal, events);
  const answer = SiteAnswer.safeParse(opened.value);
  if (answer.success) return jobs.answered(job, { answer: answer.data });
  const other = ofOtherRelease(site, opened.value, answer.error, await release());
  if (other === null) return refuse(jobs, site, job, 'malformed', events);
  if ('lost' in other) events.refused(site, 'version');
  jobs.answered(job, other);
}

function refuse(
  jobs: SiteJobs,
  site: string,
  job: string,
  refusal: Refusal,
  events: Pick<SiteEvents, 'refused'>,
): void {
  events.refused(site, refusal);
  const lost = `an answer from site ${site} was refused: it ${refusalWords[refusal]}`;
  jobs.answered(job, { lost, reason: 'malformed' });
}
