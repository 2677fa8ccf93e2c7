import { Undelivered } from './undelivered.ts';
import type { z } from 'zod';
import type { LivingAlert } from '../report/living/living-alert.ts';
import type { MessagePlace } from '../report/living/message-place.ts';
import type { Alert } from '../store/ledger.ts';
import type { Bulletin } from '../report/bulletin.ts';

export type Payload = Alert['payload'];

/** A message for the outbox, and what it waits for. */
export type Outgoing = { payload: Payload } & Partial<Pick<Alert, 'not_before' | 'about'>>;

/** What a channel says about a bulletin: messages, in order, and the alerts that it edits as they change from then on. */
export type Composed = { messages: Outgoing[]; living: readonly LivingAlert[] };

/** Which alert has arrived, where, and as of which of its revisions. `pushed`: it mentions who is on call. */
export type Arrival = { alert: string; place: MessagePlace; revision: number; pushed: boolean };

/** A way to reach people: one file each, listed in index.ts. */
export type Channel = {
  name: string;
  /**
   * Pure: what the channel says about it; no message where it has nothing to say. It is stored before it is sent.
   * @param living the alerts so far: what a channel that edits none hands back as it is
   */
  compose(bulletin: Bulletin, living: readonly LivingAlert[]): Composed;
  /**
   * Sends one message. `tried` says that it may have arrived already: then the channel looks first, if it can.
   * @param living the open alerts as they are now
   * @returns the alert whose message it is; null: none
   * @throws Undelivered where it did not arrive; anything else counts as a passing fault
   */
  deliver(alert: Alert, living: readonly LivingAlert[]): Promise<Arrival | null>;
  /** Brings an alert's message up to date. @returns `gone`: it was deleted. @throws as `deliver` does */
  edit?(alert: LivingAlert): Promise<'edited' | 'gone'>;
  /** Posts the steps that are not in an alert's thread yet. @throws as `deliver` does */
  thread?(alert: LivingAlert): Promise<'open' | 'closed'>;
  /** What posts an alert again whose message is gone. Pure. */
  again?(alert: LivingAlert): Payload;
};

/** Reads what the channel itself has composed, maybe before an update of the program. @throws Undelivered, hopeless */
export function readPayload<Value>(schema: z.ZodType<Value>, payload: Payload): Value {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  throw new Undelivered('the stored message is from another version', { hopeless: true });
}
