import { z } from 'zod';
import { Affects, withAffects } from './affects.ts';
import type { FactName } from './fact-name.ts';
import { Category } from './category.ts';
import { FindingType } from './finding-types.ts';
import type { Measured } from './measured.ts';
import { Severity } from './severity.ts';

const FindingFields = z.strictObject({
  /** hash of (type, service, machine, property); the same deviation has the same id in every audit */
  id: z.string(),
  type: FindingType,
  category: Category,
  severity: Severity,
  service: z.string().nullable(),
  machine: z.string().nullable(),
  /** the fact itself, at most 60 characters. It may quote observed text: untrusted */
  title: z.string(),
  /** a sentence for people: who, what, since when, how to act. It may quote observed text: untrusted */
  summary: z.string(),
  /** the summary without the advice at its end; left out: the summary has none. No part of the JSON report */
  facts: z.string().optional(),
  /** what to do, in one line, commands as code. It may quote observed text: untrusted */
  advice: z.string(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
  /** for people: nothing is decided by it */
  evidence: z.record(z.string(), z.json()),
  /** what else it concerns; no part of the JSON report */
  affects: Affects,
  status: z.enum(['new', 'ongoing', 'acknowledged']),
  first_seen: z.iso.datetime(),
});
/** One deviation (DESIGN 7). */
export const Finding = z.preprocess(withAffects, FindingFields);
export type Finding = z.infer<typeof Finding>;

/** Of what a finding is said: it is the same state in two looks only if more than `more_than` of `ids` are in both. */
export const Persisting = z.strictObject({
  ids: z.array(z.string()),
  /** of each in seconds, in the order of `ids`; null: not known */
  ages: z.array(z.number().nullable()).optional(),
  more_than: z.int(),
});
export type Persisting = z.infer<typeof Persisting>;

/** A finding before the lifecycle says since when it is open. */
export type Found = Omit<Finding, 'status' | 'first_seen'> & { persisting?: Persisting };

/** A fact of a machine, all of some machines, the services' repositories, or the bot's own network. */
export type Lost =
  | { machine: string; fact: FactName }
  | { machines: readonly string[] }
  | 'repository'
  | 'bot';

/** What a rule says, before compare.ts gives it id, category, severity. */
export type Deviation = {
  type: FindingType;
  service: string | null;
  machine: string | null;
  /** tells apart two findings of one type on one service; never a value that moves (a pid, a SHA, a count) */
  property: string;
  summary: string;
  /** the summary without the advice at its end; default: the summary, which has none */
  facts?: string;
  /** what to do about this one; default: the catalogue's cure */
  advice?: string;
  expected: string | null;
  actual: string | null;
  evidence: Finding['evidence'];
  /** what its severity depends on, where the catalogue's does */
  measured?: Measured;
  /** default: nothing but its own service and machine */
  affects?: Partial<Affects>;
  /** an observation: what could not be read, so that the gaps of the services behind it need no finding of their own */
  lost?: Lost;
  /** where processes come and go: those that it is about */
  persisting?: Persisting;
};
