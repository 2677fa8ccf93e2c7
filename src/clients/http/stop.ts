/**
 * Ends one request: at its deadline, or with the whole check. An AbortSignal would cost a tenth of a request to an endpoint,
 * since each of its listeners and events is an object of its own.
 */
export type Stop = {
  /** why it was ended, null as long as it is not */
  readonly reason: Error | null;
  /** Ends it, once. */
  end(reason: Error): void;
  /** Calls `act` when it ends, or now if it has; null: nothing any more. It has one step at a time. */
  onEnd(act: (() => void) | null): void;
};

export function createStop(): Stop {
  let reason: Error | null = null;
  let step: (() => void) | null = null;
  return {
    get reason() {
      return reason;
    },
    end(why) {
      if (reason !== null) return;
      reason = why;
      step?.();
    },
    onEnd(act) {
      step = act;
      if (reason !== null) step?.();
    },
  };
}
