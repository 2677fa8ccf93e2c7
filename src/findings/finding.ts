import { z } from 'zod';
import { Category, FindingType } from './finding-types.ts';
import { Severity } from './severity.ts';

/** One deviation, as the report carries it (DESIGN 7). */
export const Finding = z.strictObject({
  /** hash of (type, service, machine, property); the same deviation has the same id in every audit */
  id: z.string(),
  type: FindingType,
  category: Category,
  severity: Severity,
  service: z.string().nullable(),
  machine: z.string().nullable(),
  /** a sentence for people: who, what, since when, how to act. It may quote observed text: untrusted */
  summary: z.string(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
  evidence: z.record(z.string(), z.json()),
  status: z.enum(['new', 'ongoing', 'acknowledged']),
  first_seen: z.iso.datetime(),
});
export type Finding = z.infer<typeof Finding>;

/** Of what a finding is said: it is the same state in two looks only if more than `more_than` of `ids` are in both. */
export const Persisting = z.strictObject({
  ids: z.array(z.string()),
  /** of each in seconds, in the order of `ids`; null: not known */
  ages: z.array(z.number().nullable()).optional(),
  more_than: z.int(),
});
export type Persisting = z.infer<typeof Persisting>;

/** A finding before the lifecycle says since when it stands. */
export type Found = Omit<Finding, 'status' | 'first_seen'> & { persisting?: Persisting };

/** What a rule says, before compare.ts gives it id, category, severity. */
export type Deviation = {
  type: FindingType;
  service: string | null;
  machine: string | null;
  /** tells apart two findings of one type on one service; never a value that moves (a pid, a SHA, a count) */
  property: string;
  summary: string;
  expected: string | null;
  actual: string | null;
  evidence: Finding['evidence'];
  /** where processes come and go: those that it is said of */
  persisting?: Persisting;
};
