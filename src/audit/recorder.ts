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

/** Partial audits wait in the ledger until they cover this many services, since each filing rewrites the whole history. */
const UNFILED = 20;

export type RecorderOptions = Circumstances & {
  ledger: Document<Ledger>;
  history: Document<History>;
  /** Pure: the messages by channel, and the alerts to edit from then on. They are stored before they are sent. */
  messagesOf(
    bulletin: Bulletin,
    living: Ledger['living'],
  ): { messages: Message[]; living: readonly LivingAlert[] };
  /** what is wrong with the latest manifest */
  warning: () => Promise<string | null>;
  /** false: the state is only read */
  moves: boolean;
  /** called after each audit: something may have to be sent */
  onStored: () => void;
};

export type Recorder = {
  /** Called when an audit begins, for the order of overlapping audits. */
  begin(): (seen: AuditOutcome) => Promise<Report>;
  /** Files audits that a crash left unfiled, unless they can wait. */
  settle(): Promise<void>;
  /**
   * Call before the connections are closed: failures from then on must not become findings. A running audit then never
   * settles; people who asked have been told that the bot is stopping.
   */
  close(): void;
};

/**
 * Records audits. The changes, the messages to send, and that the schedule was served are one write: a crash before it
 * leaves everything undone, a crash after it leaves everything to be sent.
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

  /** A watch does not read the whole history. */
  async function pastFor({ request }: AuditOutcome): Promise<Past> {
    return isScan(request) ? await readHistory(ledger, history) : { audits: [], closings: [] };
  }

  /** Inside the one write: from the ledger before to the ledger to store. */
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

/** Unfiled audits are written with each change of the ledger, so they must stay few: a machine may have thousands of services. */
function isDue(unfiled: Ledger['unfiled']): boolean {
  const waiting = unfiled.reduce((sum, { audit }) => sum + Math.max(1, audit.services.length), 0);
  return waiting >= UNFILED || unfiled.some(({ audit }) => audit.whole);
}
