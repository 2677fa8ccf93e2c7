import type { PageEvent, PageMessage, PageState } from '../page-server/page-protocol.ts';
import { setNames } from './text/names.ts';

const EMPTY: PageState = {
  kind: 'state',
  guild: '',
  bot: { id: '', name: '', avatar: '', roles: [] },
  people: [],
  roles: [],
  channels: [],
  commands: [],
  messages: [],
  online: false,
};

/** What the page knows, who acts on it and where. */
export const view = {
  state: EMPTY,
  connected: false,
  userId: '',
  channelId: '',
  /** ephemeral messages that somebody dismissed */
  dismissed: new Set<string>(),
  /** interactions sent from here that nothing answered yet, by id; the text says what was asked */
  pending: new Map<string, Pending>(),
  unread: new Set<string>(),
};

export type Pending = {
  channelId: string;
  userId: string;
  command: string | null;
  messageId: string | null;
  failed: boolean;
};

/** The threads that messages of a channel opened. */
export function threadsOf(channelId: string): { id: string; name: string; closed: boolean }[] {
  return view.state.messages.flatMap((message) =>
    message.thread && message.channelId === channelId ? [message.thread] : [],
  );
}

/** The channel or thread of that id, as the page speaks of it. */
export function placeNamed(id: string): { name: string; topic: string } {
  const channel = view.state.channels.find((each) => each.id === id);
  if (channel) return channel;
  const opener = view.state.messages.find(({ thread }) => thread?.id === id);
  const parent = view.state.channels.find((each) => each.id === opener?.channelId);
  return { name: opener?.thread?.name ?? '', topic: parent ? `Thread of #${parent.name}` : '' };
}

/** Takes an event of the sandbox in; answers to requests are the socket's business. */
export function absorb(event: PageEvent): void {
  switch (event.kind) {
    case 'state':
      view.state = event;
      view.userId ||= event.people[0]?.id ?? '';
      view.channelId ||= event.channels[0]?.id ?? '';
      setNames(event);
      break;
    case 'message':
      upsert(event.message);
      break;
    case 'deleted':
      view.state.messages = view.state.messages.filter(({ id }) => id !== event.id);
      break;
    case 'commands':
      view.state.commands = event.commands;
      break;
    case 'online':
      view.state.online = event.online;
      break;
    case 'answered':
      view.pending.delete(event.interactionId);
      break;
    case 'failed': {
      const pending = view.pending.get(event.interactionId);
      if (pending) pending.failed = true;
      break;
    }
    case 'modal':
    case 'done':
    case 'refused':
      break;
  }
}

function upsert(message: PageMessage): void {
  const at = view.state.messages.findIndex(({ id }) => id === message.id);
  if (at >= 0) {
    view.state.messages[at] = message;
    return;
  }
  view.state.messages.push(message);
  if (message.channelId !== view.channelId && message.ephemeralFor === null)
    view.unread.add(message.channelId);
}

/** What the acting user sees in the open channel. */
export function visibleMessages(): PageMessage[] {
  return view.state.messages.filter(
    ({ id, channelId, ephemeralFor }) =>
      channelId === view.channelId &&
      (ephemeralFor === null || ephemeralFor === view.userId) &&
      !view.dismissed.has(id),
  );
}
