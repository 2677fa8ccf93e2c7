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

/** A message as the page draws it. */
export function pageMessage(message: Message): PageMessage {
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
    options: select.options.map(({ label, value, description, default: chosen }) => ({
      label,
      value,
      description: description ?? '',
      chosen: chosen ?? false,
    })),
  };
}
