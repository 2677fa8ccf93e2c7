import type { Bulletin } from '../report/bulletin.ts';
import { isDeepStrictEqual } from 'node:util';
import { changeOf } from './audit-change.ts';
import type { Circumstances, LastWatch } from './audit-change.ts';
import { closingOf, entryOf } from './audit-entry.ts';
import type { Seen } from './audit.ts';
import { followed } from '../report/living/follow.ts';
import type { LivingAlert } from '../report/living/living-alert.ts';
import type { Report } from '../report/report.ts';
import type { Document } from '../store/document.ts';
import { filed } from '../store/history.ts';
import type { History } from '../store/history.ts';
import type { Alert, Ledger } from '../store/ledger.ts';
import { isoInstant } from '../time/instant.ts';
import { createTurns } from './turns.ts';

/** A message for the outbox. */
type Outgoing = { channel: string; payload: Alert['payload'] } & Partial<Pick<Alert, 'not_before' | 'about'>>;

export type RecorderOptions = Circumstances & {
  ledger: Document<Ledger>;
  history: Document<History>;
  /** Pure: what people are sent of it, by channel, and the alerts that are edited from then on. Stored before it is sent. */
  messagesOf(
    bulletin: Bulletin,
    living: Ledger['living'],
  ): { messages: Outgoing[]; living: readonly LivingAlert[] };
  /** what is wrong with the newest manifest */
  warning: () => Promise<string | null>;
  /** false: the memory is read, and stays as it is */
  moves: boolean;
  /** told after each audit that something may have to be sent */
  onStored: () => void;
};

export type Recorder = {
  /** An audit begins: what a later one records of the same service is newer. */
  begin(): (seen: Seen) => Promise<Report>;
  /** Files what a crash left unfiled. */
  settle(): Promise<void>;
  /**
   * Before the connections are closed: what an audit sees from then on is its own end, and must not become a finding.
   * Such an audit comes to no end, neither a report nor an error: who asked has been told that the bot is stopped.
   */
  close(): void;
};

/**
 * The memory of the audits. What an audit changes, what people have to be told of it, and that the schedule was served
 * is one write: a crash before it leaves all undone, a crash after it leaves all to be sent.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const { ledger, history, now, warning, onStored } = options;
  let turns = 0;
  let closed = false;
  let lastWatch: LastWatch | null = null;
  const newest = createTurns();

  function begin() {
    const turn = (turns += 1);
    return (seen: Seen) => (options.moves ? record(seen, turn) : look(seen));
  }

  async function look(seen: Seen): Promise<Report> {
    return changeOf(await ledger.read(), seen, new Map(), { ...options, lastWatch }).report;
  }

  async function record(seen: Seen, turn: number): Promise<Report> {
    if (closed) return await new Promise<never>(() => {});
    const scan = seen.request.scheduled?.report === 'full';
    // Only the report of everything tells of what was: a watch need not read all of the history.
    const past = scan ? await history.read() : { audits: [], closings: [] };
    const problem = await warning();
    const report = await ledger.update((before) => {
      const { sight } = seen.comparison;
      const change = changeOf(before, seen, newest.overtaken(sight, turn), { ...options, lastWatch });
      newest.record(sight, turn);
      const { scheduled } = seen.request;
      const trend = past.audits.findLast((entry) => entry.scan) ?? null;
      const closings = change.resolved.map((finding) => closingOf(finding, now()));
      const bulletin = {
        kind: scan ? ('scan' as const) : ('news' as const),
        report: change.report,
        news: change.news,
        unwatched: change.unwatched,
        merges: change.merges.notes,
        answers: seen.request.answers ?? [],
        trend: trend ? { at: trend.at, ...trend.counts } : null,
        resolved: [...past.closings, ...closings].filter(
          ({ resolved_at }) => resolved_at > (trend?.at ?? ''),
        ),
        warning: problem,
        late: scheduled?.late ?? null,
      };
      const quiet = isQuiet(seen, change);
      const living = livingAfter(before, seen, change, now());
      const told = quiet ? { messages: [], living } : options.messagesOf(bulletin, living);
      const alerts = alertsOf(told.messages, change.report, now());
      const value: Ledger = {
        ...before,
        standing: change.standing,
        outbox: [...before.outbox, ...alerts],
        living: [...told.living],
        merges: change.merges.left,
        schedule: scheduled
          ? {
              due: scheduled.due,
              digest: scan ? change.report.finished_at : before.schedule.digest,
              begun: null,
            }
          : before.schedule,
        unfiled: quiet
          ? before.unfiled
          : [...before.unfiled, { audit: entryOf(change.report, seen.request, scan), closings }],
      };
      const same = quiet && isDeepStrictEqual(value, before);
      return { value: same ? before : value, result: change.report };
    });
    if (seen.request.watch) lastWatch = lookOf(seen);
    onStored();
    await settle();
    return report;
  }

  async function settle(): Promise<void> {
    const { unfiled } = await ledger.read();
    if (unfiled.length === 0) return;
    await history.update((past) => {
      const value = unfiled.reduce((sum, { audit, closings }) => filed(sum, audit, closings), past);
      return { value, result: null };
    });
    const done = new Set(unfiled.map(({ audit }) => audit.id));
    await ledger.update((value) => {
      const left = value.unfiled.filter(({ audit }) => !done.has(audit.id));
      return { value: { ...value, unfiled: left }, result: null };
    });
  }

  return { begin, settle, close: () => void (closed = true) };
}

function lookOf({ startedAt, comparison: { findings, sight } }: Seen): LastWatch {
  return { at: isoInstant(startedAt), sight, found: new Set(findings.map(({ id }) => id)) };
}

/** What was told before follows what stands now. */
function livingAfter(
  before: Ledger,
  { request }: Seen,
  { standing, resolved }: ReturnType<typeof changeOf>,
  at: number,
): Ledger['living'] {
  const { trigger } = request;
  const moment = { standing, resolved, trigger, fixes: before.fixes, now: isoInstant(at) };
  return followed(before.living, { ...moment, numbers: request.only !== 'watch' });
}

/** A watch comes every few minutes: the history has only those that settled something. */
function isQuiet({ request }: Seen, { news, unwatched }: ReturnType<typeof changeOf>): boolean {
  const told = [...Object.values(news), unwatched];
  return request.only === 'watch' && told.every((findings) => findings.length === 0);
}

/** Numbered by channel: an id tells a message from every other. @param at ms since the epoch */
function alertsOf(
  messages: ReturnType<RecorderOptions['messagesOf']>['messages'],
  report: Report,
  at: number,
): Alert[] {
  return [...Map.groupBy(messages, ({ channel }) => channel)].flatMap(([channel, own]) =>
    own.map(({ payload, not_before = null, about = null }, index) => ({
      id: `${report.id}-${channel.slice(0, 1)}${index}`,
      channel,
      created_at: isoInstant(at),
      tried_at: null,
      not_before,
      about,
      payload,
    })),
  );
}
