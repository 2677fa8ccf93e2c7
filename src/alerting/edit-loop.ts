import { isBehind, isOpen } from '../report/living/living-alert.ts';
import type { LivingAlert } from '../report/living/living-alert.ts';
import type { Ledger } from '../store/ledger.ts';
import { epochMs, isoInstant } from '../time/instant.ts';
import type { Channel } from './channel.ts';
import type { LoopOptions } from './delivery-loop.ts';
import { createLoop } from './delivery-loop.ts';
import { Undelivered } from './undelivered.ts';

/** From this age on a message is edited seldom: Discord counts such edits by themselves (its code 30046). */
const OLD_MS = 3_600_000;

type Editing = Channel & Required<Pick<Channel, 'edit' | 'again'>>;

export function isEditing(channel: Channel): channel is Editing {
  return 'edit' in channel && 'again' in channel;
}

/**
 * Brings the messages of a channel's alerts up to date, the newest first: however often an alert has changed, its
 * message is edited to what it says now. What Discord keeps waiting for the old ones holds up no young one, and no post.
 */
export function createEditLoop(channel: Editing, options: LoopOptions, closing: AbortSignal) {
  const { ledger, log, now, holdsState } = options;
  /** ms since the epoch until which messages older than an hour are left alone */
  let oldHeldUntil = 0;
  return createLoop(work, options, closing, `${channel.name} edits`);

  async function work(): Promise<boolean> {
    if (!holdsState()) throw new Error('this bot does not hold the state now');
    const behind = (await ledger.read()).living.filter(isBehind);
    const next = behind.findLast((alert) => !isOld(alert) || oldHeldUntil <= now());
    if (!next) {
      if (behind.length > 0)
        throw new Undelivered('Discord limits edits of old messages', {
          retryAfterMs: oldHeldUntil - now(),
        });
      return false;
    }
    try {
      if ((await channel.edit(next)) === 'edited')
        await change(next.id, (alert) => shownAs(alert, next.revision));
      else await gone(next);
    } catch (error) {
      if (error instanceof Undelivered && error.hopeless) {
        log.error({ alert: next.id, err: error }, 'An edit was refused for good');
        await change(next.id, (alert) => shownAs(alert, next.revision));
      } else if (error instanceof Undelivered && error.retryAfterMs !== null && isOld(next)) {
        oldHeldUntil = now() + error.retryAfterMs;
        log.warn({ wait_ms: error.retryAfterMs }, 'Discord limits edits of old messages');
      } else throw error;
    }
    return true;
  }

  /** Somebody deleted the message: what is still open is posted again. */
  async function gone(alert: LivingAlert): Promise<void> {
    await ledger.update((value) => {
      const living = value.living.flatMap((each) => {
        if (each.id !== alert.id) return [each];
        return each.entries.some(isOpen) ? [{ ...each, message: null, shown: 0 }] : [];
      });
      const kept = living.find(({ id }) => id === alert.id);
      const post = kept ? [postOf(kept)] : [];
      return { value: { ...value, living, outbox: [...value.outbox, ...post] }, result: null };
    });
    options.onPost();
  }

  function postOf(alert: LivingAlert): Ledger['outbox'][number] {
    return {
      // Another nonce than the first: Discord would hand out the message that is gone.
      id: `${alert.id}r${alert.revision}`,
      channel: channel.name,
      created_at: isoInstant(now()),
      tried_at: null,
      not_before: null,
      about: null,
      payload: channel.again(alert),
    };
  }

  async function change(id: string, to: (alert: LivingAlert) => LivingAlert): Promise<void> {
    await ledger.update((value) => ({
      value: { ...value, living: value.living.map((alert) => (alert.id === id ? to(alert) : alert)) },
      result: null,
    }));
  }

  function isOld({ at }: LivingAlert): boolean {
    return now() - epochMs(at) > OLD_MS;
  }
}

function shownAs(alert: LivingAlert, revision: number): LivingAlert {
  return { ...alert, shown: Math.max(alert.shown, revision) };
}
