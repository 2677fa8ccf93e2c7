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
  /** the summary without the advice at its end; absent if the summary has none. Not in the JSON report */
  facts: z.string().optional(),
  /** what to do, in one line, commands as code. It may quote observed text: untrusted */
  advice: z.string(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
  /** for people: code must not decide by it */
  evidence: z.record(z.string(), z.json()),
  /** what else it concerns; not in the JSON report */
  affects: Affects,
  status: z.enum(['new', 'ongoing', 'acknowledged']),
  first_seen: z.iso.datetime(),
});
/** One deviation (DESIGN 7). */
export const Finding = z.preprocess(withAffects, FindingFields);
export type Finding = z.infer<typeof Finding>;

/** The processes behind a finding. Two looks saw the same state only if more than `more_than` of `ids` are in both. */
export const Persisting = z.strictObject({
  ids: z.array(z.string()),
  /** age of each in seconds, in the order of `ids`; null if not known */
  ages: z.array(z.number().nullable()).optional(),
  more_than: z.int(),
});
export type Persisting = z.infer<typeof Persisting>;

/** A finding before the lifecycle has added since when it is open. */
export type Found = Omit<Finding, 'status' | 'first_seen'> & { persisting?: Persisting };

/** What was lost: a fact of a machine, some machines, the services' repositories, or the bot's own network. */
export type Lost =
  | { machine: string; fact: FactName }
  | { machines: readonly string[] }
  | 'repository'
  | 'bot';

/** What a rule returns, before compare.ts adds id, category and severity. */
export type Deviation = {
  type: FindingType;
  service: string | null;
  machine: string | null;
  /** distinguishes two findings of one type on one service; never a value that changes (a pid, a SHA, a count) */
  property: string;
  summary: string;
  /** the summary without the advice at its end; default: the summary itself */
  facts?: string;
  /** what to do about this one; default: the catalogue's cure */
  advice?: string;
  expected: string | null;
  actual: string | null;
  evidence: Finding['evidence'];
  /** numbers that its severity depends on */
  measured?: Measured;
  /** default: only its own service and machine */
  affects?: Partial<Affects>;
  /** for an observation: what could not be read, so that the services behind it need no finding of their own */
  lost?: Lost;
  /** the processes that it is about, if they come and go */
  persisting?: Persisting;
};
