import { isThreadBehind } from '../report/living/steps.ts';
import type { Channel } from './channel.ts';
import { createLoop } from './delivery-loop.ts';
import type { LoopOptions } from './delivery-loop.ts';
import { Undelivered } from './undelivered.ts';

type Threading = Channel & Required<Pick<Channel, 'thread'>>;

export function isThreading(channel: Channel): channel is Threading {
  return 'thread' in channel;
}

/** Tells the steps of each alert in its thread. What is refused for good (the message was deleted) ends the thread. */
export function createThreadLoop(channel: Threading, options: LoopOptions, closing: AbortSignal) {
  const { ledger, log, holdsState } = options;
  return createLoop(work, options, closing, `${channel.name} threads`);

  async function work(): Promise<boolean> {
    if (!holdsState()) throw new Error('this bot does not hold the state now');
    const alert = (await ledger.read()).living.find(isThreadBehind);
    if (!alert?.thread) return false;
    const told = alert.thread.steps.length;
    let state: 'open' | 'closed' | 'lost' = 'lost';
    try {
      state = await channel.thread(alert);
    } catch (error) {
      if (!(error instanceof Undelivered && error.hopeless)) throw error;
      log.error({ alert: alert.id, err: error }, 'A thread was refused for good');
    }
    await ledger.update((value) => {
      const living = value.living.map((each) => {
        if (each.id !== alert.id || each.thread === null) return each;
        return { ...each, thread: state === 'lost' ? null : { ...each.thread, told, state } };
      });
      return { value: { ...value, living }, result: null };
    });
    return true;
  }
}
