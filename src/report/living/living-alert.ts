import { z } from 'zod';
import { FindingType } from '../../findings/finding-types.ts';
import { Severity } from '../../findings/severity.ts';
import { Finding } from '../../findings/finding.ts';
import { Trigger } from '../report.ts';
import { MessagePlace } from './message-place.ts';

/** A remediation that was carried out: what it was, who approved it, and when it began. */
export const Fix = z.strictObject({
  /** the finding that it was requested for */
  finding: z.string(),
  service: z.string(),
  action: z.string(),
  /** the approver's Discord id and name: the name is untrusted text */
  by: z.strictObject({ id: z.string(), name: z.string() }),
  at: z.iso.datetime(),
  /** Was it seen to have removed its finding? */
  verified: z.boolean(),
});
export type Fix = z.infer<typeof Fix>;

/** How a finding of an alert ended. */
const Ending = z.strictObject({
  at: z.iso.datetime(),
  /** what kind of audit looked for it and did not find it; null: the manifest has it no longer, or it was a drill */
  trigger: Trigger.nullable(),
  /** the remediation that it ended after; null: none */
  fix: Fix.nullable(),
  /** it was a drill, and nothing was wrong */
  drill: z.literal(true).optional(),
});
export type Ending = z.infer<typeof Ending>;

/** One finding as an alert tells it. */
export const Entry = z.strictObject({
  id: z.string(),
  type: FindingType,
  severity: Severity,
  service: z.string().nullable(),
  machine: z.string().nullable(),
  first_seen: z.iso.datetime(),
  /** Why it is in this alert. `stood`: it is only shown; `lapsed`: an acknowledgement had run out */
  told: z.enum(['new', 'worse', 'again', 'lapsed', 'stood']),
  /** kept while it is open and there is room to show it in full */
  finding: Finding.nullable(),
  acknowledged: z.strictObject({ by: z.string(), until: z.iso.datetime() }).nullable(),
  /** null: it is open */
  ended: Ending.nullable(),
});
export type Entry = z.infer<typeof Entry>;

/** One step of what became of an alert. `about`: the service or machine; `by`: a name, untrusted text. */
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

/** An alert whose message is edited as its findings change. What it looks like is a function of nothing but this. */
export const LivingAlert = z.strictObject({
  /** its message's footer, and what its post is known by */
  id: z.string(),
  kind: z.enum(['news', 'scan', 'answer', 'drill', 'hello']),
  /** when the audit ended that it tells of */
  at: z.iso.datetime(),
  trigger: Trigger,
  /** the alert that it replies to */
  root: z.string().nullable(),
  /** what it is called while it tells of no finding */
  title: z.string(),
  /** its colour while nothing is open: `unknown` where not everything was observed */
  calm: z.enum(['in_sync', 'unknown']),
  /** lines below the title and fields below the findings, as they were when it was posted */
  head: z.array(z.string()),
  tail: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  entries: z.array(Entry),
  /** what the buttons are about */
  scope: z.strictObject({ service: z.string().nullable(), machine: z.string().nullable() }),
  /** null: not posted yet */
  message: MessagePlace.nullable(),
  /** an answer to a command is the message: until when it is waited for */
  awaited_until: z.iso.datetime().nullable(),
  /** Did it mention who is on call? */
  pushed: z.boolean().default(false),
  /** its own thread, in which each step is posted; null: it has none. `told`: how many steps are in it */
  thread: z
    .strictObject({ steps: z.array(Step), told: z.int(), state: z.enum(['none', 'open', 'closed']) })
    .nullable()
    .default(null),
  /** counts changes; the message shows the state of `shown` */
  revision: z.int(),
  shown: z.int(),
});
export type LivingAlert = z.infer<typeof LivingAlert>;

/** Does its message show less than is known? */
export function isBehind({ message, awaited_until, revision, shown }: LivingAlert): boolean {
  return message !== null && awaited_until === null && revision > shown;
}

export function isOpen({ ended }: Pick<Entry, 'ended'>): boolean {
  return ended === null;
}

/** What an alert has before it is posted. */
export const unposted = {
  message: null,
  awaited_until: null,
  thread: null,
  pushed: false,
  revision: 1,
  shown: 0,
} satisfies Partial<LivingAlert>;
