import type { Bulletin } from '../report/bulletin.ts';
import type { LivingAlert } from '../report/living/living-alert.ts';
import type { Report } from '../report/report.ts';
import type { Document } from '../store/document.ts';
import { filed, readHistory } from '../store/history.ts';
import type { History } from '../store/history.ts';
import type { Ledger } from '../store/ledger.ts';
import { changeOf, lastWatchOf } from './audit-change.ts';
import type { Circumstances, LastWatch } from './audit-change.ts';
import type { AuditOutcome } from './audit-outcome.ts';
import { bulletinOf, closingsOf, isScan } from './bulletin-of.ts';
import type { Past } from './bulletin-of.ts';
import { isQuiet, livingAfter, nextLedger } from './next-ledger.ts';
import type { Message } from './alerts-of.ts';
import { createAuditOrder } from './audit-order.ts';

/** Audits of a part wait in the ledger until they tell of so many services: each filing writes the history of all again. */
const UNFILED = 20;

export type RecorderOptions = Circumstances & {
  ledger: Document<Ledger>;
  history: Document<History>;
  /** Pure: what people are sent of it, by channel, and the alerts that are edited from then on. Stored before it is sent. */
  messagesOf(
    bulletin: Bulletin,
    living: Ledger['living'],
  ): { messages: Message[]; living: readonly LivingAlert[] };
  /** what is wrong with the newest manifest */
  warning: () => Promise<string | null>;
  /** false: the memory is read, and stays as it is */
  moves: boolean;
  /** told after each audit that something may have to be sent */
  onStored: () => void;
};

export type Recorder = {
  /** An audit begins: what a later one records of the same service is newer. */
  begin(): (seen: AuditOutcome) => Promise<Report>;
  /** Files what a crash left unfiled, unless it can wait. */
  settle(): Promise<void>;
  /**
   * Before the connections are closed: what an audit sees from then on is its own end, and must not become a finding.
   * Such an audit comes to no end, neither a report nor an error: who asked has been told that the bot is stopped.
   */
  close(): void;
};

/**
 * The memory of the audits. What an audit changes, what is to be announced, and that the schedule was served
 * is one write: a crash before it leaves all undone, a crash after it leaves all to be sent.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const { ledger, history, now, warning, onStored } = options;
  let begun = 0;
  let closed = false;
  let lastWatch: LastWatch | null = null;
  const newest = createAuditOrder();

  function begin() {
    const order = (begun += 1);
    return (seen: AuditOutcome) => (options.moves ? record(seen, order) : look(seen));
  }

  async function look(seen: AuditOutcome): Promise<Report> {
    return changeOf(await ledger.read(), seen, new Map(), { ...options, lastWatch }).report;
  }

  async function record(seen: AuditOutcome, order: number): Promise<Report> {
    if (closed) return await new Promise<never>(() => {});
    const known = { past: await pastFor(seen), warning: await warning() };
    const report = await ledger.update((before) => store(before, seen, order, known));
    if (seen.request.watch) lastWatch = lastWatchOf(seen);
    onStored();
    await settle();
    return report;
  }

  /** A watch need not read all of the history. */
  async function pastFor({ request }: AuditOutcome): Promise<Past> {
    return isScan(request) ? await readHistory(ledger, history) : { audits: [], closings: [] };
  }

  /** Within the one write: from what was open before it to what is to be stored. */
  function store(before: Ledger, seen: AuditOutcome, order: number, known: Parameters<typeof bulletinOf>[3]) {
    const { request, comparison } = seen;
    const change = changeOf(before, seen, newest.overtaken(comparison.coverage, order), {
      ...options,
      lastWatch,
    });
    newest.record(comparison.coverage, order);
    const at = now();
    const closings = closingsOf(change.resolved, at);
    const bulletin = bulletinOf(request, change, closings, known);
    const living = livingAfter(before, request, change, at);
    const told = isQuiet(request, change) ? { messages: [], living } : options.messagesOf(bulletin, living);
    return { value: nextLedger(before, request, change, { ...told, closings, at }), result: change.report };
  }

  async function settle(): Promise<void> {
    const { unfiled } = await ledger.read();
    if (!isDue(unfiled)) return;
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

/** What waits is written with each change of the ledger, so that it must stay small: a machine may hold thousands. */
function isDue(unfiled: Ledger['unfiled']): boolean {
  const waiting = unfiled.reduce((sum, { audit }) => sum + Math.max(1, audit.services.length), 0);
  return waiting >= UNFILED || unfiled.some(({ audit }) => audit.whole);
}
