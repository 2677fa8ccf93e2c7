import type { ModalBody } from './bodies.ts';
import type { Message } from './gateway/protocol.ts';
import type { Store } from './store.ts';

/**
 * The first message, there or to come, that the predicate holds for; edits count.
 * @throws Error after `timeoutMs`, with what the channels hold
 */
export function waitForMessage(
  store: Store,
  predicate: (message: Message) => boolean,
  timeoutMs: number,
): Promise<Message> {
  const present = [...store.messages.values()].find(predicate);
  if (present) return Promise.resolve(present);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`no such message within ${timeoutMs} ms; there are: ${summary(store)}`));
    }, timeoutMs);
    const stop = store.watch((change) => {
      if (change.kind !== 'message' || !predicate(change.message)) return;
      clearTimeout(timer);
      stop();
      resolve(change.message);
    });
  });
}

/** The modal that the bot answers an interaction with. @throws Error after `timeoutMs` */
export function waitForModal(store: Store, interactionId: string, timeoutMs: number): Promise<ModalBody> {
  const present = store.interactions.get(interactionId)?.modal;
  if (present) return Promise.resolve(present);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`interaction ${interactionId} opened no modal within ${timeoutMs} ms`));
    }, timeoutMs);
    const stop = store.watch((change) => {
      if (change.kind !== 'answered' || change.interaction.id !== interactionId || !change.interaction.modal)
        return;
      clearTimeout(timer);
      stop();
      resolve(change.interaction.modal);
    });
  });
}

function summary(store: Store): string {
  const lines = [...store.messages.values()].map(({ content, embeds, flags }) => ({
    content,
    flags,
    embeds: embeds.map(({ title, description }) => title ?? description),
  }));
  return JSON.stringify(lines, null, 1);
}
