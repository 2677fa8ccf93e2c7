import { z } from 'zod';
import { FindingType } from '../../findings/finding-types.ts';
import { Severity } from '../../findings/severity.ts';
import { Finding } from '../../findings/finding.ts';
import { Trigger } from '../report.ts';
import { MessagePlace } from './message-place.ts';

/** A remediation that ran: which one, who approved it, and when it began. */
export const Fix = z.strictObject({
  /** the finding that it was requested for */
  finding: z.string(),
  service: z.string(),
  action: z.string(),
  /** the approver's Discord id and name: the name is untrusted text */
  by: z.strictObject({ id: z.string(), name: z.string() }),
  at: z.iso.datetime(),
  /** Was its finding verified to be gone? */
  verified: z.boolean(),
});
export type Fix = z.infer<typeof Fix>;

/** How a finding of an alert ended. */
const Ending = z.strictObject({
  at: z.iso.datetime(),
  /** the kind of audit that no longer found it; null: it is no longer in the manifest, or it was a drill */
  trigger: Trigger.nullable(),
  /** the remediation after which it ended; null if none */
  fix: Fix.nullable(),
  /** it was a drill, and nothing was wrong */
  drill: z.literal(true).optional(),
});
export type Ending = z.infer<typeof Ending>;

/** One finding as an alert shows it. */
export const Entry = z.strictObject({
  id: z.string(),
  type: FindingType,
  severity: Severity,
  service: z.string().nullable(),
  machine: z.string().nullable(),
  first_seen: z.iso.datetime(),
  /** Why it is in this alert. `stood`: only shown; `lapsed`: its acknowledgement expired */
  told: z.enum(['new', 'worse', 'again', 'lapsed', 'stood']),
  /** stored while it is open and there is room to show it in full */
  finding: Finding.nullable(),
  acknowledged: z.strictObject({ by: z.string(), until: z.iso.datetime() }).nullable(),
  /** null while it is open */
  ended: Ending.nullable(),
});
export type Entry = z.infer<typeof Entry>;

/** One step in the life of an alert. `about`: the service or machine; `by`: a name, untrusted text. */
export const Step = z.strictObject({
  at: z.iso.datetime(),
  what: z.enum([
    'seen',
    'paged',
    'acknowledged',
    'asked',
    'approved',
    'done',
    'verified',
    'failed',
    'resolved',
    'returned',
  ]),
  by: z.string().nullable(),
  about: z.string().nullable(),
});
export type Step = z.infer<typeof Step>;

/** An alert whose message is edited as its findings change. Its text depends only on this data. */
export const LivingAlert = z.strictObject({
  /** shown in its message's footer, by which the bot recognises the message */
  id: z.string(),
  kind: z.enum(['news', 'scan', 'answer', 'drill', 'hello']),
  /** when its audit ended */
  at: z.iso.datetime(),
  trigger: Trigger,
  /** the alert that it replies to */
  root: z.string().nullable(),
  /** its title while it shows no finding */
  title: z.string(),
  /** its colour while nothing is open: `unknown` if not everything was observed */
  calm: z.enum(['in_sync', 'unknown']),
  /** lines below the title and fields below the findings, as they were when it was posted */
  head: z.array(z.string()),
  tail: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  entries: z.array(Entry),
  /** the scope of the buttons */
  scope: z.strictObject({ service: z.string().nullable(), machine: z.string().nullable() }),
  /** null until it is posted */
  message: MessagePlace.nullable(),
  /** until when to wait for the answer to a command that becomes its message */
  awaited_until: z.iso.datetime().nullable(),
  /** Did it mention the on-call role? */
  pushed: z.boolean().default(false),
  /** its thread, in which each step is posted; null if it has none. `told`: how many steps are in it */
  thread: z
    .strictObject({ steps: z.array(Step), told: z.int(), state: z.enum(['none', 'open', 'closed']) })
    .nullable()
    .default(null),
  /** counts changes; the message shows the state of `shown` */
  revision: z.int(),
  shown: z.int(),
});
export type LivingAlert = z.infer<typeof LivingAlert>;

/** Is its message out of date? */
export function isBehind({ message, awaited_until, revision, shown }: LivingAlert): boolean {
  return message !== null && awaited_until === null && revision > shown;
}

export function isOpen({ ended }: Pick<Entry, 'ended'>): boolean {
  return ended === null;
}

/** The fields of an alert that is not posted yet. */
export const unposted = {
  message: null,
  awaited_until: null,
  thread: null,
  pushed: false,
  revision: 1,
  shown: 0,
} satisfies Partial<LivingAlert>;
