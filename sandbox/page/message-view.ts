import { withEmoji } from './text/emoji.ts';
import { jumpTo } from './jump.ts';
import type { PageMessage, PagePerson } from '../page-server/page-protocol.ts';
import { componentsView, type OnUse } from './component-view.ts';
import { el } from './element.ts';
import { embedView } from './embed-view.ts';
import { inline } from './text/inline-markdown.ts';
import { markdown } from './text/markdown.ts';
import { type Pending, view } from './store.ts';
import { calendar } from './text/time.ts';

/** One message of the list. `onDismiss` is for ephemeral ones. */
export function messageView(message: PageMessage, onUse: OnUse, onDismiss: () => void): HTMLElement {
  const { author, ephemeralFor } = message;
  const element = el(
    'discord-message',
    {
      author: author.name,
      avatar: person(author.id)?.avatar ?? '',
      bot: author.isBot,
      edited: message.edited,
      ephemeral: ephemeralFor !== null,
      hasThread: message.thread !== null,
      highlight: message.pinged.includes(view.userId),
      timestamp: calendar(message.time),
      roleColor: author.isBot ? '#5cb3ff' : '#f2f3f5',
      dataset: { messageId: message.id },
    },
    commandLine(message.command) ?? replyLine(message),
    message.thinking ? thinking() : content(message),
    attachments(message),
    ...message.embeds.map((embed) => embedView(embed, message.attachments)),
    componentsView(message, onUse),
    threadView(message),
  );
  element.dismissMessageClicked = onDismiss;
  return element;
}

/** A command that is on its way, or that nothing answered within 3 s. */
export function pendingView({ command, failed, userId }: Pending): HTMLElement {
  const { bot } = view.state;
  const text = failed ? 'The application did not respond' : 'Sending command…';
  return el(
    'discord-message',
    {
      author: bot.name,
      avatar: bot.avatar,
      bot: true,
      roleColor: '#5cb3ff',
      timestamp: calendar(new Date().toISOString()),
      className: 'pending',
    },
    command === null ? null : commandLine({ interactionId: '', name: command, user: userId }),
    el('span', { className: failed ? 'failed' : 'quiet' }, text),
  );
}

function commandLine(command: PageMessage['command']): HTMLElement | null {
  if (!command) return null;
  const user = person(command.user);
  const author = user?.name ?? 'somebody';
  return el('discord-command', {
    slot: 'reply',
    author,
    avatar: user?.avatar ?? '',
    command: command.name,
    type: 'slash_command',
    roleColor: '#f2f3f5',
  });
}

/** The message that is replied to, in one line; a click jumps to it. */
function replyLine({ reply, channelId }: PageMessage): HTMLElement | null {
  if (!reply) return null;
  if (reply.content === null)
    return el('discord-reply', { slot: 'reply', deleted: true }, 'Original message was deleted');
  const { id, author, content } = reply;
  const bot = author === view.state.bot.name;
  const avatar = [view.state.bot, ...view.state.people].find(({ name }) => name === author)?.avatar ?? '';
  const text = el('span', { className: 'reply-text' }, ...inline(content.replace(/^-# /, ''), 'full'));
  const line = el('discord-reply', { slot: 'reply', author, avatar, bot, roleColor: '#5cb3ff' }, text);
  line.addEventListener('click', () => jumpTo({ channelId, id, name: '' }));
  return line;
}

function threadView({ thread }: PageMessage): HTMLElement | null {
  if (!thread) return null;
  const cta = thread.count === 1 ? '1 message' : `${thread.count} messages`;
  const state = thread.closed ? 'The thread is closed.' : 'The thread is open.';
  const element = el('discord-thread', { slot: 'thread', name: thread.name, cta }, state);
  element.addEventListener('click', () => jumpTo({ channelId: thread.id, id: '', name: thread.name }));
  return element;
}

function thinking(): HTMLElement {
  const dots = el('span', { className: 'dots' }, el('i'), el('i'), el('i'));
  return el('span', { className: 'quiet thinking' }, dots, `${view.state.bot.name} is thinking…`);
}

function content(message: PageMessage): HTMLElement | null {
  return message.content ? el('span', { className: 'content' }, markdown(message.content)) : null;
}

function attachments(message: PageMessage): HTMLElement | null {
  // What an embed shows is not listed again.
  const pictures = new Set(message.embeds.flatMap(({ image, thumbnail }) => [image?.url, thumbnail?.url]));
  const listed = message.attachments.filter(({ url }) => !pictures.has(url));
  if (listed.length === 0) return null;
  const files = listed.map(({ name, size, url }) =>
    el(
      'a',
      { className: 'file', href: new URL(url).pathname, download: name },
      el('span', { className: 'file-icon' }, ...withEmoji('📄')),
      el('span', {}, el('strong', {}, name), el('small', {}, bytes(size))),
      el('span', { className: 'file-arrow' }, '⤓'),
    ),
  );
  return el('div', { slot: 'attachments' }, ...files);
}

function person(id: string): PagePerson | undefined {
  return [view.state.bot, ...view.state.people].find((candidate) => candidate.id === id);
}

function bytes(size: number): string {
  if (size < 1024) return `${size} bytes`;
  return size < 1_048_576 ? `${(size / 1024).toFixed(2)} KB` : `${(size / 1_048_576).toFixed(2)} MB`;
}
