import type { Message } from './protocol.ts';

/** The message as Discord would send it. */
export function wire(message: Message): Omit<Message, 'mentions_pinged' | 'ephemeral_for'> {
  const { mentions_pinged: _pinged, ephemeral_for: _for, ...rest } = message;
  return rest;
}
