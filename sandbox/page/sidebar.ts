import type { PagePerson } from '../page-server/page-protocol.ts';
import { el } from './element.ts';
import { threadsOf, view } from './store.ts';

type Handlers = { openChannel: (id: string) => void; actAs: (id: string) => void };

/** The bar of guilds: one, and it is this sandbox. */
export function guildBar(): HTMLElement {
  return el(
    'nav',
    { className: 'guilds', ariaLabel: 'Servers' },
    el('div', { className: 'guild', title: view.state.guild }, 'DW'),
  );
}

/** Channels, and below them who you are. */
export function channelBar({ openChannel, actAs }: Handlers): HTMLElement {
  const channels = view.state.channels.flatMap(({ id, name }) => [
    entry({ id, name, mark: '#', more: '' }),
    ...threadsOf(id)
      .filter((thread) => !thread.closed || thread.id === view.channelId)
      .map((thread) => entry({ ...thread, mark: '╰', more: ' thread' })),
  ]);

  function entry({ id, name, mark, more }: { id: string; name: string; mark: string; more: string }) {
    const state = id === view.channelId ? ' open' : view.unread.has(id) ? ' unread' : '';
    const channel = el(
      'button',
      { type: 'button', className: `channel${more}${state}`, dataset: { channel: name } },
      el('span', { className: 'hash' }, mark),
      name,
    );
    channel.addEventListener('click', () => openChannel(id));
    return channel;
  }
  return el(
    'aside',
    { className: 'channels' },
    el('header', {}, view.state.guild),
    el(
      'div',
      { className: 'channel-list' },
      el('div', { className: 'channel-group' }, 'Text channels'),
      ...channels,
    ),
    userPanel(actAs),
  );
}

function userPanel(actAs: Handlers['actAs']): HTMLElement {
  const me = view.state.people.find(({ id }) => id === view.userId);
  const choice = el(
    'select',
    { id: 'acting-as', ariaLabel: 'Act as', title: 'Who you act as in this sandbox' },
    ...view.state.people.map(({ id, name }) =>
      el('option', { value: id, selected: id === view.userId }, name),
    ),
  );
  choice.addEventListener('change', () => actAs(choice.value));
  const about = el('span', { className: 'me' }, choice, el('small', {}, me ? rolesOf(me) : ''));
  return el('div', { className: 'user-panel' }, me ? el('img', { src: me.avatar, alt: '' }) : null, about);
}

/** Who is there, with the bot's presence. */
export function memberBar(): HTMLElement {
  const { bot, people, online } = view.state;
  const row = (person: PagePerson, isOnline: boolean) =>
    el(
      'div',
      { className: isOnline ? 'member' : 'member offline' },
      el(
        'span',
        { className: 'member-avatar' },
        el('img', { src: person.avatar, alt: '' }),
        el('i', { className: 'presence' }),
      ),
      el(
        'span',
        {},
        person.name,
        person.id === bot.id ? el('span', { className: 'tag' }, 'APP') : null,
        el('small', {}, rolesOf(person)),
      ),
    );
  return el(
    'aside',
    { className: 'members' },
    el('div', { className: 'channel-group' }, `Members — ${people.length + 1}`),
    el('div', { id: 'bot-presence', dataset: { online: String(online) } }, row(bot, online)),
    ...people.map((person) => row(person, true)),
  );
}

function rolesOf(person: PagePerson): string {
  return person.roles.map((id) => view.state.roles.find((role) => role.id === id)?.name ?? id).join(', ');
}
