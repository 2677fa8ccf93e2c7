import type { Message } from '../../../sandbox/discord.ts';
import { textOf } from '../embeds/size.ts';

/** Is it a part of a report? */
export function isAnswer({ embeds }: Message): boolean {
  return embeds.some(({ footer }) => footer?.text.startsWith('audit '));
}

/** The text of some messages as people read it. */
export function shown(messages: Message[]): string {
  return textOf(messages.map(({ embeds }) => embeds));
}
