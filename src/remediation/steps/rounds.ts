import { isLate, moved } from '../approval.ts';
import type { Approval } from '../approval.ts';
import type { Tools } from '../tools.ts';
import { isShown, updateCard } from '../update-card.ts';
import type { InProgress } from './in-progress.ts';
import { recover } from './recover.ts';

/**
 * Runs at the start, and every few seconds: expires requests, and updates cards that could not be updated. An action that
 * was under way when the bot stopped is not continued; its result is checked. One round at a time.
 */
export function createRounds(tools: Tools, inProgress: InProgress): () => Promise<void> {
  let going = false;
  return async () => {
    if (going || !tools.holdsState()) return;
    going = true;
    try {
      for (const approval of await tools.records.all())
        if (!inProgress.has(approval.id)) await settle(approval, tools);
    } finally {
      going = false;
    }
  };
}

async function settle(approval: Approval, tools: Tools): Promise<void> {
  if (approval.state === 'requested' && isLate(approval, tools.now()))
    await expire(approval, 'nobody approved it in time', tools);
  else if (approval.state === 'approved')
    await expire(approval, 'the bot stopped first: nothing was run', tools);
  else if (approval.state === 'executing') await recover(approval, tools);
  else if (!isShown(approval, tools.now())) await updateCard(approval, tools);
}

async function expire({ id }: Approval, reason: string, tools: Tools): Promise<void> {
  const { records, journal, now } = tools;
  const expired = await records.change(id, (held) => moved(held, 'expired', now(), { reason }));
  if (expired === null) return;
  await journal.append('expired', id, { reason });
  await updateCard(expired, tools);
}
