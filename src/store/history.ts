import type { Keyv } from 'keyv';
import { z } from 'zod';
import { Report } from '../report/report.ts';
import { createDocument } from './document.ts';
import type { Document } from './document.ts';
import { AuditEntry, Closing } from './ledger.ts';

const ServiceEntry = z.strictObject({
  state: Report.shape.services.element,
  /** when it was last seen so, and since when */
  at: z.iso.datetime(),
  since: z.iso.datetime(),
});
export type ServiceEntry = z.infer<typeof ServiceEntry>;

/** What was: for the chart, the trend, the time to repair, and the state of each service. Oldest first. */
export const History = z.strictObject({
  schema: z.literal('driftwatch/history@1'),
  audits: z.array(AuditEntry.omit({ services: true })),
  closings: z.array(Closing),
  services: z.record(z.string(), ServiceEntry),
});
export type History = z.infer<typeof History>;

const AUDITS = 1000;
const CLOSINGS = 2000;

export function createHistory(keyv: Keyv, onBroken: (keptAs: string) => void): Document<History> {
  const empty: History = { schema: 'driftwatch/history@1', audits: [], closings: [], services: {} };
  return createDocument({ keyv, key: 'history', schema: History, empty, onBroken });
}

/** The history with one audit more; the same where it has that audit already. */
export function filed(history: History, { services, ...entry }: AuditEntry, closings: Closing[]): History {
  if (history.audits.some(({ id }) => id === entry.id)) return history;
  const states = services.map((state): [string, ServiceEntry] => {
    const before = history.services[state.name];
    const since = before?.state.status === state.status ? before.since : entry.at;
    return [state.name, { state, at: entry.at, since }];
  });
  return {
    ...history,
    audits: [...history.audits, entry].slice(-AUDITS),
    closings: [...history.closings, ...closings].slice(-CLOSINGS),
    services: { ...history.services, ...Object.fromEntries(states) },
  };
}
