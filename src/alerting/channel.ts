import { Undelivered } from './undelivered.ts';
import type { z } from 'zod';
import type { Alert } from '../store/ledger.ts';
import type { Bulletin } from '../report/bulletin.ts';

export type Payload = Alert['payload'];

/** A way to reach people: one file each, listed in index.ts. */
export type Channel = {
  name: string;
  /** Pure: what the channel says of it, in order; empty where it has nothing to say. It is stored before it is sent. */
  compose(bulletin: Bulletin): Payload[];
  /**
   * Sends one message. `tried` says that it may have arrived already: then the channel looks first, if it can.
   * @throws Undelivered where it did not arrive; anything else counts as a passing fault
   */
  deliver(alert: Alert): Promise<void>;
};

/** Reads what the channel itself has composed, maybe before an update of the program. @throws Undelivered, hopeless */
export function readPayload<Value>(schema: z.ZodType<Value>, payload: Payload): Value {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  throw new Undelivered('the stored message is of another version', { hopeless: true });
}
