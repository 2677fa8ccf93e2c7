import type { PageAction } from '../page-server/page-protocol.ts';
import { send } from './socket.ts';
import { view } from './store.ts';

/**
 * Sends something that the bot has to answer, and keeps it as pending until then.
 * @throws Error with the sandbox's refusal
 */
export async function interact(
  action: PageAction,
  about: { command?: string; messageId?: string },
): Promise<void> {
  const { channelId, userId } = view;
  for (const [id, pending] of view.pending)
    if (pending.failed && pending.userId === userId) view.pending.delete(id);
  const { interactionId } = await send(action);
  if (interactionId === null || isAnswered(interactionId)) return;
  const { command = null, messageId = null } = about;
  view.pending.set(interactionId, { channelId, userId, command, messageId, failed: false });
}

/** The bot's answer may arrive before the sandbox's receipt. */
const answered = new Set<string>();
export function noteAnswered(interactionId: string): void {
  answered.add(interactionId);
}
function isAnswered(interactionId: string): boolean {
  return answered.delete(interactionId);
}
