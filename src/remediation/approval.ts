import { z } from 'zod';
import { FindingType } from '../findings/finding-types.ts';
import { Severity } from '../findings/severity.ts';
import { epochMs, isoInstant } from '../time/instant.ts';
import { ActionName } from '../findings/action-name.ts';
import { Plan } from './plan.ts';
import { RunbookStep } from './runbook-step.ts';

export const Person = z.strictObject({ id: z.string(), name: z.string() });
export type Person = z.infer<typeof Person>;
/** A person who clicks a button, with the roles that Discord sent. */
export const Clicker = z.strictObject({ ...Person.shape, roles: z.array(z.string()), bot: z.boolean() });
export type Clicker = z.infer<typeof Clicker>;

const states = [
  'requested',
  'approved',
  'executing',
  'succeeded',
  'failed',
  'unverified',
  'denied',
  'expired',
  'blocked',
  'outcome_unknown',
] as const;
type State = (typeof states)[number];

export const Outcome = z.strictObject({
  /** false only if the command certainly never reached the machine */
  sent: z.boolean(),
  exit_status: z.int().nullable(),
  signal: z.string().nullable(),
  /** redacted, at most 16 KB; still untrusted */
  output: z.string(),
  truncated: z.boolean(),
  /** is the finding gone? `unseen`: could not be checked; `pending`: not checked yet */
  finding: z.enum(['gone', 'stands', 'unseen', 'pending']),
  /** what went wrong, or was seen afterwards */
  detail: z.string().nullable(),
});
export type Outcome = z.infer<typeof Outcome>;

/** A request for one action, and its whole life. Instants are ISO. */
export const Approval = z.strictObject({
  id: z.string(),
  state: z.enum(states),
  action: ActionName,
  service: z.string(),
  machine: z.string(),
  finding: z
    .strictObject({ id: z.string(), type: FindingType, severity: Severity, summary: z.string() })
    .nullable(),
  /** null if it was blocked before there was a plan */
  plan: Plan.nullable(),
  interrupts: z.string(),
  check: z.string(),
  /** what a person can do instead */
  runbook: z.array(RunbookStep),
  requested_by: Person,
  requested_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  decided_by: Clicker.nullable(),
  decided_at: z.iso.datetime().nullable(),
  /** why it was denied, blocked, expired or lost */
  reason: z.string().nullable(),
  started_at: z.iso.datetime().nullable(),
  ended_at: z.iso.datetime().nullable(),
  outcome: Outcome.nullable(),
  card: z.strictObject({ channel: z.string(), message: z.string() }).nullable(),
  /** the `mark` of what the card shows */
  shown: z.string().nullable(),
});
export type Approval = z.infer<typeof Approval>;

export const Approvals = z.strictObject({ approvals: z.array(Approval) });
export type Approvals = z.infer<typeof Approvals>;

/** The states that may follow each state. States that are not here are final. */
const following: Partial<Record<State, readonly State[]>> = {
  requested: ['approved', 'denied', 'expired', 'blocked'],
  approved: ['executing', 'expired', 'blocked'],
  executing: ['succeeded', 'failed', 'unverified', 'outcome_unknown'],
};

const HOUR_MS = 3_600_000;
const KEPT_MS = 30 * 86_400_000;

type Change = Partial<Pick<Approval, 'decided_by' | 'reason' | 'outcome'>>;

/** The approval in its next state, or null if that may not follow the current one. @param now ms */
export function moved(approval: Approval, state: State, now: number, change: Change = {}): Approval | null {
  if (!following[approval.state]?.includes(state)) return null;
  const at = isoInstant(now);
  return {
    ...approval,
    ...change,
    state,
    ...(state === 'approved' || state === 'denied' ? { decided_at: at } : {}),
    ...(state === 'executing' ? { started_at: at } : {}),
    ...(isEnd(state) ? { ended_at: at } : {}),
  };
}

export function isEnd(state: State): boolean {
  return following[state] === undefined;
}

/** Has the time to decide passed? @param now ms */
export function isLate(approval: Approval, now: number): boolean {
  return now >= epochMs(approval.expires_at);
}

/**
 * An attempt on the same finding that is under way, or less than an hour old. An attempt that sent nothing to the machine
 * does not count, nor does the approval itself.
 */
export function lateAttempt(all: readonly Approval[], of: Approval, now: number): Approval | null {
  const attempts = all.filter((other) => {
    if (other.id === of.id || other.started_at === null || other.outcome?.sent === false) return false;
    return other.finding?.id === of.finding?.id && now - epochMs(other.started_at) < HOUR_MS;
  });
  return attempts[0] ?? null;
}

/** An equal request that waits for a decision, or is being carried out. */
export function openTwin(all: readonly Approval[], of: Approval): Approval | null {
  const twin = all.find(
    (other) =>
      other.id !== of.id &&
      !isEnd(other.state) &&
      other.finding?.id === of.finding?.id &&
      other.action === of.action,
  );
  return twin ?? null;
}

/** All approvals except those that ended over 30 days ago. */
export function kept(all: readonly Approval[], now: number): Approval[] {
  return all.filter(({ ended_at }) => ended_at === null || now - epochMs(ended_at) < KEPT_MS);
}

/** Changes whenever the card would. */
export function markOf({ state, outcome }: Approval): string {
  return `${state} ${outcome?.finding ?? ''}`;
}
