import type { Keyv } from 'keyv';
import { z } from 'zod';
import { isUnseen } from '../report/assemble.ts';
import { Report } from '../report/report.ts';
import { createDocument } from './document.ts';
import type { Document } from './document.ts';
import { AuditEntry, Closing } from './ledger.ts';
import type { Ledger } from './ledger.ts';

const ServiceEntry = z.strictObject({
  state: Report.shape.services.element,
  /** when this state was last seen, and since when */
  at: z.iso.datetime(),
  since: z.iso.datetime(),
  /** each change in its findings, oldest first: critical, high, low, unknown */
  changes: z
    .array(z.strictObject({ at: z.iso.datetime(), counts: z.tuple([z.int(), z.int(), z.int(), z.int()]) }))
    .default([]),
});
export type ServiceEntry = z.infer<typeof ServiceEntry>;

/** The history for the chart, the trend, the time to repair, and the state of each service. Oldest first. */
export const History = z.strictObject({
  schema: z.literal('driftwatch/history@1'),
  audits: z.array(AuditEntry.omit({ services: true, tallies: true })),
  closings: z.array(Closing),
  services: z.record(z.string(), ServiceEntry),
});
export type History = z.infer<typeof History>;

const AUDITS = 1000;
const CLOSINGS = 2000;
/** Changes per service: with thousands of services these fill the document, not the audits. */
const CHANGES = 20;

export function createHistory(keyv: Keyv, onBroken: (keptAs: string) => void): Document<History> {
  const empty: History = { schema: 'driftwatch/history@1', audits: [], closings: [], services: {} };
  return createDocument({ keyv, key: 'history', schema: History, empty, onBroken });
}

/** The history with the audits that wait in the ledger to be filed. @throws as `Document.read` */
export async function readHistory(ledger: Document<Ledger>, history: Document<History>): Promise<History> {
  // The ledger first: an audit filed in between is then in both, and counts once.
  const { unfiled } = await ledger.read();
  return unfiled.reduce((past, { audit, closings }) => filed(past, audit, closings), await history.read());
}

/** The history with one more audit; the same object if it already has that audit. */
export function filed(
  history: History,
  { services, tallies, ...entry }: AuditEntry,
  closings: Closing[],
): History {
  if (history.audits.some(({ id }) => id === entry.id)) return history;
  const states = services.map((state): [string, ServiceEntry] => {
    const before = history.services[state.name];
    const since = before?.state.status === state.status ? before.since : entry.at;
    const counts = [...(tallies[state.name] ?? [0, 0, 0]), Number(isUnseen(state))] as const;
    const changes = changed(before?.changes ?? [], { at: entry.at, counts: [...counts] });
    return [state.name, { state, at: entry.at, since, changes }];
  });
  return {
    ...history,
    audits: [...history.audits, entry].slice(-AUDITS),
    closings: [...history.closings, ...closings].slice(-CLOSINGS),
    // A full audit also lists all services: others are dropped.
    services: { ...(entry.whole ? {} : history.services), ...Object.fromEntries(states) },
  };
}

function changed(
  before: ServiceEntry['changes'],
  now: ServiceEntry['changes'][number],
): ServiceEntry['changes'] {
  const same = before.at(-1)?.counts.every((count, index) => count === now.counts[index]) ?? false;
  return same ? before : [...before, now].slice(-CHANGES);
}
