import { z } from 'zod';
import { Severity } from './severity.ts';
import { Finding, Persisting } from './finding.ts';

/** Acknowledged: not announced again until `until`, or until it is worse than `severity`. */
export const Acknowledgement = z.strictObject({
  /** the person's name as Discord shows it: untrusted text */
  by: z.string(),
  reason: z.string(),
  at: z.iso.datetime(),
  until: z.iso.datetime(),
  severity: Severity,
  /** how many processes it was about: one more counts as worse */
  copies: z.int().nullable().default(null),
});
export type Acknowledgement = z.infer<typeof Acknowledgement>;

/** An open finding, from the audit that first saw it to the one that looked and did not find it. */
export const OpenFinding = z.strictObject({
  /** as the last audit that saw it told it */
  finding: Finding,
  /** the worst severity that was announced; null: not announced yet */
  told: Severity.nullable(),
  acknowledged: Acknowledgement.nullable(),
  /** whether the last scans of a schedule more often than hourly saw it, oldest first, at most three */
  sightings: z.array(z.boolean()).max(3),
  /** only one watch has seen it so far: a restart or hand-over looks like that, so it is not announced */
  suspect: z.boolean().default(false),
  /** of which processes it was last said */
  persisting: Persisting.nullable().default(null),
  /** those of them that each look since it was first seen has seen */
  stayed: z.array(z.string()).default([]),
  /** looks that have seen it since then */
  looks: z.int().min(0).default(0),
  /** the largest number of processes that was announced */
  copies: z.int().nullable().default(null),
  /** watches in a row that looked for it and did not find it */
  misses: z.int().min(0).default(0),
  /** the watch before the one that first saw it: it was not there then */
  clear_at: z.iso.datetime().nullable().default(null),
  /** when people were first told */
  told_at: z.iso.datetime().nullable().default(null),
});
export type OpenFinding = z.infer<typeof OpenFinding>;
