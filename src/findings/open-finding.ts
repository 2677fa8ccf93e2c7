import { z } from 'zod';
import { Severity } from './severity.ts';
import { Finding, Persisting } from './finding.ts';

/** Somebody knows of it: until `until`, or until it is worse than `severity`, nobody is told again. */
export const Acknowledgement = z.strictObject({
  /** the person's name as Discord shows it: untrusted text */
  by: z.string(),
  reason: z.string(),
  at: z.iso.datetime(),
  until: z.iso.datetime(),
  severity: Severity,
  /** how many processes it was said of: one more is worse */
  copies: z.int().nullable().default(null),
});
export type Acknowledgement = z.infer<typeof Acknowledgement>;

/** A finding that stands, from the audit that first saw it to the one that looked for it in vain. */
export const OpenFinding = z.strictObject({
  /** as the last audit that saw it told it */
  finding: Finding,
  /** the worst severity that was announced; null: nobody was told yet */
  told: Severity.nullable(),
  acknowledged: Acknowledgement.nullable(),
  /** whether the last scans of a schedule more often than hourly saw it, oldest first, at most three */
  sightings: z.array(z.boolean()).max(3),
  /** one watch has seen it, and nothing else yet: a restart or a hand-over looks like that, so nobody is told */
  suspect: z.boolean().default(false),
  /** of which processes it was last said */
  persisting: Persisting.nullable().default(null),
  /** those of them that each look since it was first seen has seen */
  stayed: z.array(z.string()).default([]),
  /** looks that have seen it since then */
  looks: z.int().min(0).default(0),
  /** the most processes that people were told of */
  copies: z.int().nullable().default(null),
  /** watches in a row that looked for it in vain */
  misses: z.int().min(0).default(0),
  /** the watch before the one that first saw it: it was not there then */
  clear_at: z.iso.datetime().nullable().default(null),
  /** when people were first told */
  told_at: z.iso.datetime().nullable().default(null),
});
export type OpenFinding = z.infer<typeof OpenFinding>;
