import {
  type APIButtonComponent,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { ActionRow } from '../bodies.ts';
import { flag } from '../messages.ts';
import type { PageButton, PageMessage, PageSelect } from './page-protocol.ts';
import type { Message } from '../gateway/protocol.ts';
import { people } from '../world.ts';

const STYLES: Partial<Record<ButtonStyle, PageButton['style']>> = {
  [ButtonStyle.Primary]: 'primary',
  [ButtonStyle.Success]: 'success',
  [ButtonStyle.Danger]: 'destructive',
};

/** A message as the page draws it. @param find another message by its id */
export function pageMessage(message: Message, find: (id: string) => Message | undefined): PageMessage {
  return {
    id: message.id,
    channelId: message.channel_id,
    author: {
      id: message.author.id,
      name: message.author.global_name ?? message.author.username,
      isBot: message.author.bot ?? false,
    },
    content: message.content,
    embeds: message.embeds,
    rows: rowsOf(message),
    attachments: message.attachments.map(({ filename, url, size, description = '' }) => ({
      name: filename,
      url,
      size,
      description,
    })),
    time: message.timestamp,
    edited: message.edited_timestamp !== null,
    thinking: (message.flags & flag.loading) !== 0,
    reply: replyOf(message, find),
    thread: threadOf(message),
    ephemeralFor: message.ephemeral_for,
    command: message.interaction
      ? {
          interactionId: message.interaction.id,
          name: message.interaction.name,
          user: message.interaction.user.id,
        }
      : null,
    pinged: pingedUsers(message),
  };
}

function replyOf(
  { message_reference: reference, interaction_metadata: asked }: Message,
  find: (id: string) => Message | undefined,
): PageMessage['reply'] {
  // A follow-up refers to the answer before it, and is shown below it.
  if (!reference || asked) return null;
  const original = find(reference.message_id);
  if (!original) return { id: reference.message_id, author: '', content: null };
  const [embed] = original.embeds;
  const content = original.content || embed?.title || embed?.description || 'Click to see attachment';
  return {
    id: original.id,
    author: original.author.global_name ?? original.author.username,
    content: content.split('\n', 1)[0] ?? '',
  };
}

function threadOf({ thread }: Message): PageMessage['thread'] {
  if (!thread) return null;
  const about = 'thread_metadata' in thread ? thread.thread_metadata : undefined;
  const count = 'message_count' in thread ? (thread.message_count ?? 0) : 0;
  return { id: thread.id, name: thread.name ?? 'thread', count, closed: about?.archived ?? false };
}

function pingedUsers(message: Message): string[] {
  const hit = (person: (typeof people)[number]) =>
    [`<@${person.id}>`, '@everyone', '@here', ...person.roles.map((id) => `<@&${id}>`)].some((mention) =>
      message.mentions_pinged.includes(mention),
    );
  return people.filter(hit).map(({ id }) => id);
}

function rowsOf(message: Message): PageMessage['rows'] {
  return (message.components ?? []).flatMap((row) =>
    row.type === ComponentType.ActionRow ? [row.components.flatMap(componentOf)] : [],
  );
}

function componentOf(component: ActionRow['components'][number]): (PageButton | PageSelect)[] {
  if (component.type === ComponentType.Button) return [buttonOf(component)];
  return component.type === ComponentType.StringSelect ? [selectOf(component)] : [];
}

function buttonOf(button: APIButtonComponent): PageButton {
  const label = 'label' in button ? (button.label ?? '') : '';
  const emoji = 'emoji' in button ? (button.emoji?.name ?? '') : '';
  return {
    kind: 'button',
    customId: 'custom_id' in button ? button.custom_id : null,
    url: 'url' in button ? button.url : null,
    label: [emoji, label].filter(Boolean).join(' '),
    style: STYLES[button.style] ?? 'secondary',
    disabled: button.disabled ?? false,
  };
}

function selectOf(select: APIStringSelectComponent): PageSelect {
  return {
    kind: 'select',
    customId: select.custom_id,
    placeholder: select.placeholder ?? 'Make a selection',
    disabled: select.disabled ?? false,
    min: select.min_values ?? 1,
    max: select.max_values ?? 1,
    options: select.options.map(({ label, value, description, emoji, default: chosen }) => ({
      label: [emoji?.name, label].filter(Boolean).join(' '),
      value,
      description: description ?? '',
      chosen: chosen ?? false,
    })),
  };
}
