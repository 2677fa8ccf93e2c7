import { z } from 'zod';
import { Severity } from '../findings/severity.ts';
import { Fix, LivingAlert } from '../report/living/living-alert.ts';
import { Report } from '../report/report.ts';
import { OpenFinding } from '../findings/open-finding.ts';

/** One message that has to arrive, stored before it is sent. */
export const Alert = z.strictObject({
  id: z.string(),
  channel: z.string(),
  created_at: z.iso.datetime(),
  /** when it was first sent; from then on it may have arrived */
  tried_at: z.iso.datetime().nullable(),
  /** waits until then without blocking others: the answer to a command may replace it */
  not_before: z.iso.datetime().nullable().default(null),
  /** the alert that it waits for */
  about: z.string().nullable().default(null),
  /** composed by the channel, and opaque to all others */
  payload: z.json(),
});
export type Alert = z.infer<typeof Alert>;

/** A push to a service's branch that waits to be deployed. */
const Merge = z.strictObject({
  service: z.string(),
  commit: z.string(),
  /** the branch's head before the push; null: not known */
  before: z.string().nullable().default(null),
  pushed_at: z.iso.datetime(),
  /** the end of the grace time */
  until: z.iso.datetime(),
  /** whether the channel knows that the merge is watched */
  announced: z.boolean(),
});
export type Merge = z.infer<typeof Merge>;

/** A silence of a service or a machine for a while; a trading service's CRITICAL findings are still reported. */
export const Silence = z.strictObject({
  id: z.string(),
  service: z.string().nullable(),
  /** with all of its services */
  machine: z.string().nullable(),
  /** the person's name as Discord shows it: untrusted text */
  by: z.string(),
  reason: z.string(),
  at: z.iso.datetime(),
  until: z.iso.datetime(),
});
export type Silence = z.infer<typeof Silence>;

export const Closing = z.strictObject({
  finding: z.string(),
  type: z.string(),
  service: z.string().nullable(),
  machine: z.string().nullable(),
  severity: Severity,
  first_seen: z.iso.datetime(),
  resolved_at: z.iso.datetime(),
});
export type Closing = z.infer<typeof Closing>;

/** Findings of one service: critical, high, low. */
const Tally = z.tuple([z.int(), z.int(), z.int()]);

/** The numbers of one audit. */
export const AuditEntry = z.strictObject({
  id: z.string(),
  at: z.iso.datetime(),
  trigger: Report.shape.trigger,
  /** an audit of the whole manifest */
  whole: z.boolean(),
  /** the scheduled report of everything was posted with it */
  scan: z.boolean(),
  counts: Report.shape.counts,
  services: z.array(Report.shape.services.element),
  /** for services with findings */
  tallies: z.record(z.string(), Tally).default({}),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** The last drill. `arrived`: the channels that had taken it when it was over. */
const Drill = z.strictObject({
  id: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
  over_at: z.iso.datetime().nullable(),
  arrived: z.array(z.string()),
});
export type Drill = z.infer<typeof Drill>;

/** One audit's data for the history, until it is filed there. */
const Unfiled = z.strictObject({ audit: AuditEntry, closings: z.array(Closing) });

/**
 * All that must change together: open findings, unsent messages, watched merges, and when the schedule last
 * ran. One value, one write: a crash finds all of it or none.
 */
export const Ledger = z.strictObject({
  schema: z.literal('driftwatch/ledger@1'),
  standing: z.array(OpenFinding),
  outbox: z.array(Alert),
  /** the alerts whose messages are edited as their findings change */
  living: z.array(LivingAlert).default([]),
  /** recent remediations, which are credited with findings resolved after them */
  fixes: z.array(Fix).default([]),
  merges: z.array(Merge),
  hushes: z.array(Silence).default([]),
  /** accepted webhook deliveries, so that a replay does nothing */
  deliveries: z.array(z.strictObject({ id: z.string(), at: z.iso.datetime() })),
  schedule: z.strictObject({
    /** the last due time that was served; null: none yet */
    due: z.iso.datetime().nullable(),
    /** when the last scan was posted */
    digest: z.iso.datetime().nullable(),
    /** the due time of a scan that has begun but not ended: it is running, or was interrupted */
    begun: z.iso.datetime().nullable(),
  }),
  /** the servers in which the bot has posted its welcome message */
  greeted: z.array(z.string()).default([]),
  drill: Drill.nullable().default(null),
  unfiled: z.array(Unfiled),
});
export type Ledger = z.infer<typeof Ledger>;

export const emptyLedger: Ledger = {
  schema: 'driftwatch/ledger@1',
  standing: [],
  outbox: [],
  living: [],
  fixes: [],
  merges: [],
  hushes: [],
  deliveries: [],
  schedule: { due: null, digest: null, begun: null },
  greeted: [],
  drill: null,
  unfiled: [],
};
