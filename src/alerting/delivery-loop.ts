import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Document } from '../store/document.ts';
import type { Ledger } from '../store/ledger.ts';
import { Undelivered } from './undelivered.ts';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

export type LoopOptions = {
  ledger: Document<Ledger>;
  now: () => number;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** false while another bot may hold the state: then nothing is sent */
  holdsState: () => boolean;
  firstWaitMs?: number;
  /** something was put into the outbox */
  onPost: () => void;
};

export type DeliveryLoop = { wake: () => void; settled: () => Promise<void> };

/**
 * Does `work` again and again until it says that there is none, and again when it is woken. After a failure it waits as
 * long as the failure says, else longer each time; a wake ends no such wait.
 */
export function createLoop(
  work: () => Promise<boolean>,
  { log, firstWaitMs = FIRST_WAIT_MS }: LoopOptions,
  closing: AbortSignal,
  name: string,
): DeliveryLoop {
  const closed = new Promise<void>((resolve) => {
    closing.addEventListener('abort', () => resolve(), { once: true });
  });
  let running: Promise<void> | null = null;
  let again = false;

  function wake(): void {
    again = true;
    running ??= drain().finally(() => {
      running = null;
      // Woken while the last look was ending.
      if (again && !closing.aborted) wake();
    });
  }

  async function drain(): Promise<void> {
    for (let failures = 0; !closing.aborted;) {
      again = false;
      try {
        if (!(await work())) return;
        failures = 0;
      } catch (error) {
        failures += 1;
        await wait(error, failures);
      }
    }
  }

  async function wait(reason: unknown, failures: number): Promise<void> {
    const usual = Math.min(firstWaitMs * 2 ** (failures - 1), LONGEST_WAIT_MS);
    const ms = (reason instanceof Undelivered ? reason.retryAfterMs : null) ?? usual;
    log.warn({ channel: name, err: reason, failures, wait_ms: ms }, 'Alert not delivered yet');
    await Promise.race([pause(ms, null, { ref: false }), closed]);
  }

  return {
    wake,
    settled: async () => {
      await running;
    },
  };
}
