import type { Reason } from '../facts/observation.ts';

/** Runs tasks in the order of the calls, a limited number at a time, like p-limit. */
export type Limit = <Value>(task: () => Promise<Value>) => Promise<Value>;

/**
 * The same limit, but at most `perTurn` tasks begin in one turn of the event loop. So targets that answer at once are
 * handled a few at a time, and slow ones many at a time: an answer costs the bot work, waiting does not.
 */
export function throttledStarts(limit: Limit, turns: Turns): Limit {
  return (task) =>
    limit(async () => {
      await turns();
      return await task();
    });
}

/** Resolves when the caller may begin, in the order of the calls. */
export type Turns = () => Promise<void>;

export function createTurns(perTurn: number): Turns {
  const waiting: (() => void)[] = [];
  function next() {
    for (const begin of waiting.splice(0, perTurn)) begin();
    if (waiting.length > 0) setImmediate(next);
  }
  return () =>
    new Promise((begin) => {
      if (waiting.push(begin) === 1) setImmediate(next);
    });
}

/** The last line of defence: a probe that throws, or exceeds its deadline of `ms`, becomes `otherwise`. */
export async function guarded<Value>(
  ms: number,
  probe: () => Promise<Value>,
  otherwise: (reason: Reason, detail: string) => Value,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Value>((resolve) => {
    timer = setTimeout(() => resolve(otherwise('timeout', `no answer within ${seconds(ms)}`)), ms);
  });
  try {
    return await Promise.race([probe(), late]);
  } catch (error) {
    return otherwise('malformed', `internal error: ${message(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

/** `10 s`, for people. */
export function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

export function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
