import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isoInstant } from '../time/instant.ts';
import { UserError } from '../text/user-error.ts';
import { holderOf, recordIn } from './lease-record.ts';
import type { LeaseRecord } from './lease-record.ts';
import { hasEnded } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';
import type { State } from './state.ts';
import { monotonicClock } from './monotonic-clock.ts';

/** The right to be the one bot of a state. */
export type Lease = {
  /**
   * Check it before anything is sent or run. False as soon as another bot may have taken over, even before it has; true
   * again if the lease could be renewed after all.
   */
  held(): boolean;
  /** Resolves, with what to tell people, once another bot holds the state. Never otherwise. */
  lost: Promise<UserError>;
  /** Frees the lease for the next bot at once. Does nothing if the lease is lost or the store is away. */
  release(): Promise<void>;
};

/** In milliseconds. Every bot of a state must use the same. */
type Intervals = {
  /** between two renewals */
  beat: number;
  /** a lease that is not renewed for this long is taken over */
  quiet: number;
  /** between two checks of another bot's lease */
  look: number;
};
const usual: Intervals = { beat: 5000, quiet: 20_000, look: 1000 };
const key = 'lease';

type Options = {
  state: Pick<State, 'peek' | 'swap'>;
  /** `thisProcess()` */
  holder: ProcessIdentity;
  now: () => number;
  log: Pick<Logger, 'info' | 'warn'>;
  intervals?: Intervals;
};

/**
 * Makes this process the one bot of its state. If the previous bot has ended, this one takes over at once on the same
 * machine, else after `quiet`. Only the other bot's renewals count, by this machine's own clock, so no clock need be right.
 * @throws UserError that names the bot that holds the lease, and errors of the store
 */
export async function acquireLease(options: Options): Promise<Lease> {
  const { state, holder, now, log, intervals = usual } = options;
  const own: LeaseRecord = { ...holder, id: randomUUID(), since: isoInstant(now()), beat: 0 };
  for (;;) {
    const found = await state.peek(key);
    if (found !== null) await outlast(found, options);
    const asked = monotonicClock();
    const text = JSON.stringify(own);
    if (await state.swap(key, found, text)) {
      if (found !== null)
        log.warn({ holder: holderOf(found) }, 'Took the state over from a bot that has ended');
      return hold({ state, log, intervals }, own, asked);
    }
    // Another one was faster: look again.
  }
}

/** Returns once the holder counts as ended. @throws UserError if it is seen to run */
async function outlast(found: string, { state, holder, log, intervals = usual }: Options): Promise<void> {
  const record = recordIn(found);
  if (record && (await hasEnded(record, holder))) return;
  log.info({ holder: holderOf(found) }, 'Another bot held this state: checking whether it still runs');
  let last = monotonicClock();
  for (let silent = 0; silent < intervals.quiet;) {
    await pause(intervals.look);
    const seen = await state.peek(key);
    if (seen === null) return;
    if (seen !== found) throw refusal(seen);
    const looked = monotonicClock();
    // Time in which this process or its machine was paused does not count as the other's silence.
    silent += Math.min(looked - last, 2 * intervals.look);
    last = looked;
  }
}

function refusal(record: string): UserError {
  return new UserError(`Another Driftwatch holds this state: ${holderOf(record)}.`, {
    cure: 'Stop that one first, or give this one a STATE_URL of its own.',
  });
}

function takenOver(record: string): UserError {
  return new UserError(
    `Another Driftwatch has taken this state over: ${holderOf(record)}. This one stops. Run one bot per state.`,
  );
}

function hold(
  { state, log, intervals }: Required<Pick<Options, 'state' | 'log' | 'intervals'>>,
  own: LeaseRecord,
  acquired: number,
): Lease {
  const lost = Promise.withResolvers<UserError>();
  const fence = intervals.quiet - intervals.beat;
  let renewed: number | null = acquired;
  let stored = JSON.stringify(own);
  let beats = own.beat;
  let problem = false;
  let timer = setTimeout(tick, intervals.beat).unref();
  let renewal: Promise<void> = Promise.resolve();

  function tick(): void {
    renewal = renew();
  }

  async function renew(): Promise<void> {
    const asked = monotonicClock();
    try {
      const other = await beat();
      if (other !== null) {
        renewed = null;
        lost.resolve(takenOver(other));
        return;
      }
      if (renewed !== null) renewed = asked;
      if (problem) log.info('The lease on the state is renewed again');
      problem = false;
    } catch (error) {
      if (!problem) log.warn({ err: error }, 'The lease on the state could not be renewed; trying again');
      problem = true;
    }
    // null meanwhile: released
    if (renewed !== null) timer = setTimeout(tick, problem ? intervals.beat / 5 : intervals.beat).unref();
  }

  /** @returns another bot's record, if it has replaced ours */
  async function beat(): Promise<string | null> {
    beats += 1;
    const next = JSON.stringify({ ...own, beat: beats });
    for (let expected: string | null = stored; ;) {
      if (await state.swap(key, expected, next)) {
        stored = next;
        return null;
      }
      // Still ours: empty after a restart of the store, or our own from a renewal whose answer was lost.
      expected = await state.peek(key);
      if (expected !== null && recordIn(expected)?.id !== own.id) return expected;
    }
  }

  return {
    held: () => renewed !== null && monotonicClock() - renewed < fence,
    lost: lost.promise,
    async release() {
      if (renewed === null) return;
      renewed = null;
      clearTimeout(timer);
      await renewal;
      try {
        const last = await state.peek(key);
        if (last !== null && recordIn(last)?.id === own.id) await state.swap(key, last, null);
      } catch (error) {
        log.warn(
          { err: error },
          'The lease on the state could not be released; the next bot waits for its end',
        );
      }
    },
  };
}
