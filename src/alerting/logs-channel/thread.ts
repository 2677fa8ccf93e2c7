import { DiscordAPIError, Routes } from 'discord.js';
import { z } from 'zod';
import { stepLine, threadName } from '../../../embeds/living/step.ts';
import { subjectOf } from '../../findings/subject.ts';
import type { LivingAlert } from '../../report/living/living-alert.ts';
import { isThreadOver } from '../../report/living/steps.ts';
import { urgentEntries } from '../../../embeds/living/urgent.ts';
import { explained } from './errors.ts';
import type { DiscordPlace } from './place.ts';

const Said = z.array(z.object({ content: z.string() }));
const LOOKED_THROUGH = 100;
const A_WEEK_MINUTES = 10_080;
/** Discord's code for a message that has a thread. */
const HAS_THREAD = 160_004;

/** A new alert of something CRITICAL gets a thread. */
export function threaded(alert: LivingAlert): LivingAlert {
  const [first] = urgentEntries(alert);
  if (alert.root !== null || alert.kind === 'drill' || !first) return alert;
  const seen = {
    at: first.first_seen,
    what: 'seen' as const,
    by: null,
    about: subjectOf({ ...first, evidence: first.finding?.evidence }),
  };
  return { ...alert, thread: { steps: [seen], told: 0, state: 'none' } };
}

/** Tells an alert's steps in its thread, each once, and closes it when all is over. @throws as the channel does */
export async function tellThread({ rest }: DiscordPlace, alert: LivingAlert): Promise<'open' | 'closed'> {
  const { thread, message, entries } = alert;
  if (thread === null || message === null) return 'closed';
  // A thread has the id of the message that opened it.
  const id = message.message;
  try {
    if (thread.state === 'none') await open(rest, alert);
    const query = new URLSearchParams({ limit: String(LOOKED_THROUGH) });
    const said = Said.parse(await rest.get(Routes.channelMessages(id), { query }));
    for (const step of thread.steps.slice(thread.told)) {
      const content = stepLine(step);
      // It may have arrived before a crash.
      if (said.some((each) => each.content === content)) continue;
      await rest.post(Routes.channelMessages(id), { body: { content, allowed_mentions: { parse: [] } } });
    }
    if (!isThreadOver({ ...alert, entries })) return 'open';
    await rest.patch(Routes.channel(id), { body: { archived: true } });
    return 'closed';
  } catch (error) {
    throw explained(error);
  }
}

async function open(rest: DiscordPlace['rest'], { message, entries }: LivingAlert): Promise<void> {
  if (message === null) return;
  const body = { name: threadName(entries), auto_archive_duration: A_WEEK_MINUTES };
  try {
    await rest.post(Routes.threads(message.channel, message.message), { body });
  } catch (error) {
    if (!(error instanceof DiscordAPIError) || error.code !== HAS_THREAD) throw error;
  }
}
