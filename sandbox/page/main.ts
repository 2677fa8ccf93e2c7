// Its import is what defines the elements.
// oxlint-disable-next-line import/no-unassigned-import
import '@skyra/discord-components-core';
import type { PageEvent } from '../page-server/page-protocol.ts';
import { createComposer } from './compose/composer.ts';
import { createDrawer } from './drawer.ts';
import { el } from './element.ts';
import { interact, noteAnswered } from './interact.ts';
import { onJump } from './jump.ts';
import { createMessageList } from './message-list.ts';
import { openModal } from './modal-view.ts';
import { channelBar, guildBar, memberBar } from './sidebar.ts';
import { connect, send } from './socket.ts';
import { absorb, placeNamed, view } from './store.ts';
import { refreshRelativeTimes } from './text/time.ts';
import { createTour } from './tour.ts';

const banner = el(
  'div',
  { id: 'banner' },
  el('strong', {}, 'This is a local sandbox, not Discord.'),
  el('span', { className: 'wide-only' }, ' Nothing here leaves this machine.'),
);
const tour = createTour();
const lost = el('div', { id: 'lost', role: 'status', hidden: true }, 'Reconnecting to the sandbox…');
const guilds = el('div', { className: 'slot' });
const channels = el('div', { className: 'slot' });
const members = el('div', { className: 'slot' });
const title = el('header', { className: 'channel-title' });
const drawer = createDrawer([guilds, channels]);

const list = createMessageList((messageId, customId, values) => {
  const action =
    values === null
      ? ({ kind: 'click', message: messageId, customId } as const)
      : ({ kind: 'select', message: messageId, customId, values } as const);
  interact(action, { messageId })
    .catch((error: unknown) => list.notice(String(error)))
    .finally(() => list.render());
});
const composer = createComposer({
  command: async (name, options) => {
    await interact({ kind: 'command', name, options }, { command: name });
    list.render();
  },
  say: async (content) => {
    await send({ kind: 'say', content });
  },
});

document
  .querySelector('#app')
  ?.append(
    banner,
    tour.element,
    el(
      'div',
      { className: 'columns' },
      ...drawer.elements,
      el('main', {}, title, lost, list.element, composer.element),
      members,
    ),
  );

function openChannel(id: string): void {
  view.channelId = id;
  view.unread.delete(id);
  drawer.close();
  render();
  list.toEnd();
  composer.focus();
}

onJump(({ channelId, id }) => {
  if (channelId !== view.channelId) openChannel(channelId);
  // The list is drawn, and scrolled to its end, within a frame.
  requestAnimationFrame(() => requestAnimationFrame(() => list.show(id)));
});

function render(): void {
  const channel = placeNamed(view.channelId);
  document.title = `#${channel.name} | Driftwatch sandbox`;
  tour.refresh();
  title.replaceChildren(
    drawer.button,
    el('span', { className: 'hash' }, '#'),
    el('strong', {}, channel.name),
    el('span', { className: 'topic' }, channel.topic),
  );
  guilds.replaceChildren(guildBar());
  members.replaceChildren(memberBar());
  const actAs = (id: string) => {
    view.userId = id;
    render();
  };
  channels.replaceChildren(channelBar({ openChannel, actAs }));
  composer.refresh();
  list.render();
}

function onEvent(event: PageEvent): void {
  absorb(event);
  if (event.kind === 'answered') noteAnswered(event.interactionId);
  if (event.kind === 'modal' && event.modal.userId === view.userId) {
    const { interactionId } = event.modal;
    openModal(event.modal, view.state.bot.name, (values) => {
      interact({ kind: 'modal', interactionId, values }, {}).catch((error: unknown) =>
        list.notice(String(error)),
      );
    });
  }
  if (event.kind === 'done' || event.kind === 'refused') return;
  render();
  if (event.kind === 'state') composer.focus();
}

setInterval(refreshRelativeTimes, 5000);
connect(onEvent, (connected) => {
  view.connected = connected;
  lost.hidden = connected;
});
