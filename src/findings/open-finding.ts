import { z } from 'zod';
import { Severity } from './severity.ts';
import { Finding, Persisting } from './finding.ts';

/** No alerts about it until `until`, or until it is worse than `severity`. */
export const Acknowledgement = z.strictObject({
  /** the person's name as Discord shows it: untrusted text */
  by: z.string(),
  reason: z.string(),
  at: z.iso.datetime(),
  until: z.iso.datetime(),
  severity: Severity,
  /** how many processes it was about: more count as worse */
  copies: z.int().nullable().default(null),
});
export type Acknowledgement = z.infer<typeof Acknowledgement>;

/** An open finding, from the audit that first saw it to the one that looked for it in vain. */
export const OpenFinding = z.strictObject({
  /** as in the last audit that saw it */
  finding: Finding,
  /** the worst severity that was reported; null if not reported yet */
  told: Severity.nullable(),
  acknowledged: Acknowledgement.nullable(),
  /** for schedules more frequent than hourly: whether the last scans saw it, oldest first, at most three */
  sightings: z.array(z.boolean()).max(3),
  /** only one watch has seen it so far: it may be a restart, so it is not reported yet */
  suspect: z.boolean().default(false),
  /** the processes behind it at the last look */
  persisting: Persisting.nullable().default(null),
  /** those of them that every look since the first has seen */
  stayed: z.array(z.string()).default([]),
  /** number of looks that have seen it since then */
  looks: z.int().min(0).default(0),
  /** the largest number of processes that was reported */
  copies: z.int().nullable().default(null),
  /** consecutive watches that did not find it */
  misses: z.int().min(0).default(0),
  /** the last watch before it appeared */
  clear_at: z.iso.datetime().nullable().default(null),
  /** when it was first reported */
  told_at: z.iso.datetime().nullable().default(null),
});
export type OpenFinding = z.infer<typeof OpenFinding>;
