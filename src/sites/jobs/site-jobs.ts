import type { Reason } from '../../facts/observation.ts';
import type { SiteEvents } from '../../facts/site-events.ts';
import { seconds } from '../../probes/limit.ts';
import type { SiteAnswer } from '../protocol/answer.ts';
import { newJobId } from '../queue/names.ts';
import { isRefusal, refusalWords } from '../sealing/refusal.ts';

/** At most this many jobs wait in the queue. */
const AHEAD = 16;
/** They are added as soon as so few wait, and together: that costs less than one by one. */
const REFILL = AHEAD / 2;
/** At most this many are under way, so that workers do not outrun the bot that reads their answers. */
const UNDER_WAY = 256;

/** `at`: where it was lost, if not at the site. */
export type Lost = { lost: string; reason: Reason; at?: 'bot' | 'queue' };
export type Outcome = { answer: SiteAnswer } | Lost;

/** ms. `takeMs`: until a worker must have taken a job. `workMs`: from there to its answer, whoever has it by then. */
export type JobDeadlines = { takeMs: number; workMs: number };

type Job = JobDeadlines & {
  id: string;
  nonce: string;
  /** the sealed request, made when its turn comes */
  text(id: string): Promise<string>;
  settle(outcome: Outcome): void;
  sentAt: number;
  /** Redis has it */
  added: boolean;
  takenAt: number | null;
  timer: NodeJS.Timeout | null;
};

export type SiteJobTools = {
  add(id: string, text: string): Promise<void>;
  /** a job that nobody has taken */
  remove(id: string): void;
  /** what is wrong with Redis */
  problem(error: unknown): string;
  /** what Redis refuses to the bot's own end, so that it hears of no worker; null where it refuses nothing */
  refusedToBot(): string | null;
  events: Pick<SiteEvents, 'waited' | 'worked' | 'retried'>;
};

/** The jobs of one site, from the bot's side: each comes to an outcome, whatever the queue does. */
export function createSiteJobs(site: string, tools: SiteJobTools) {
  const queued: Job[] = [];
  const out = new Map<string, Job>();
  let movedAt = 0;

  function ask(text: Job['text'], nonce: string, deadlines: JobDeadlines): Promise<Outcome> {
    return new Promise((settle) => {
      queued.push({
        ...deadlines,
        id: newJobId(),
        nonce,
        text,
        settle,
        sentAt: 0,
        added: false,
        takenAt: null,
        timer: null,
      });
      pump();
    });
  }

  /** @param least how many wait at most where more are added */
  function pump(least = AHEAD): void {
    const untaken = [...out.values()].filter(({ takenAt }) => takenAt === null).length;
    if (untaken > least) return;
    const room = Math.min(AHEAD - untaken, UNDER_WAY - out.size);
    for (const next of queued.splice(0, Math.max(0, room))) void send(next);
  }

  async function send(each: Job): Promise<void> {
    out.set(each.id, each);
    each.sentAt = performance.now();
    arm(each, each.takeMs);
    try {
      await tools.add(each.id, await each.text(each.id));
      each.added = true;
    } catch (error) {
      // What Redis does not take of one job it takes of none.
      lose(atQueue(tools.problem(error)), ({ takenAt }) => takenAt === null);
    }
  }

  function arm(each: Job, ms: number): void {
    if (each.timer) clearTimeout(each.timer);
    each.timer = setTimeout(() => overdue(each), ms);
  }

  function overdue(each: Job): void {
    if (each.takenAt !== null) {
      const refused = tools.refusedToBot();
      const lost = `a worker of site ${site} took the job, and none has answered within ${seconds(each.workMs)}`;
      return finish(
        each,
        refused === null ? { lost, reason: 'timeout' } : { ...atQueue(refused), reason: 'timeout' },
      );
    }
    const isUntaken = ({ takenAt }: Job) => takenAt === null;
    if (!each.added) return lose(atQueue(tools.problem(new Error('timed out'))), isUntaken);
    const now = performance.now();
    const left = each.sentAt + each.takeMs + each.workMs - now;
    const isMoving = now - movedAt < each.takeMs || [...out.values()].some(({ takenAt }) => takenAt !== null);
    if (isMoving && left > 0) return arm(each, Math.min(left, 1000));
    if (isMoving) {
      const lost = `the workers of site ${site} were busy with others for ${seconds(each.takeMs + each.workMs)}`;
      return finish(each, { lost, reason: 'timeout' });
    }
    const refused = tools.refusedToBot();
    const lost = `no worker of site ${site} has taken the job within ${seconds(each.takeMs)}`;
    lose(refused === null ? { lost, reason: 'unreachable' } : atQueue(refused), isUntaken);
  }

  /** All that waits, and of what is under way those that `which` says, come to the same end. */
  function lose(lost: Lost, which: (each: Job) => boolean = () => true): void {
    const ended = [...queued.splice(0), ...[...out.values()].filter(which)];
    for (const each of ended) finish(each, lost);
  }

  function finish(each: Job, outcome: Outcome): void {
    const isOut = out.delete(each.id);
    if (each.timer) clearTimeout(each.timer);
    if (isOut && each.takenAt === null && 'lost' in outcome) tools.remove(each.id);
    each.settle(outcome);
    if (queued.length > 0) pump(REFILL);
  }

  function taken(id: string): void {
    const each = out.get(id);
    movedAt = performance.now();
    // A second worker has what is left of the time.
    if (!each || each.takenAt !== null) return;
    each.takenAt = movedAt;
    tools.events.waited(site, (movedAt - each.sentAt) / 1000);
    arm(each, each.workMs);
    pump(REFILL);
  }

  function answered(id: string, outcome: Outcome): void {
    const each = out.get(id);
    movedAt = performance.now();
    if (!each) return;
    tools.events.worked(site, (movedAt - (each.takenAt ?? each.sentAt)) / 1000);
    finish(each, outcome);
  }

  /** @param said by whoever writes to Redis: only whether it is one of our words counts */
  function failed(id: string, said: string): void {
    const each = out.get(id);
    const word = /^refused:(\w{1,20})$/.exec(said)?.[1] ?? '';
    // The worker has it already, and answers.
    if (!each || word === 'replayed') return;
    if (isRefusal(word)) {
      const lost = `a worker of site ${site} refused the request: it ${refusalWords[word]}`;
      return finish(each, { lost, reason: 'denied' });
    }
    const lost = /stalled/.test(said)
      ? `two workers of site ${site} were lost while they had the job`
      : `a worker of site ${site} failed at the job: its log says why`;
    finish(each, { lost, reason: 'malformed' });
  }

  return {
    ask,
    taken,
    answered,
    failed,
    lose,
    retried: (id: string) => void (out.has(id) && tools.events.retried(site)),
    /** of a job that is waited for; null where it is not */
    nonceOf: (id: string) => out.get(id)?.nonce ?? null,
  };
}

/** What is wrong with Redis, and hides the site. */
export function atQueue(lost: string): Lost {
  return { lost, reason: 'unreachable', at: 'queue' };
}

export type SiteJobs = ReturnType<typeof createSiteJobs>;
