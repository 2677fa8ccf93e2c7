import type { OnUse } from './component-view.ts';
import { el } from './element.ts';
import { messageView, pendingView } from './message-view.ts';
import { placeNamed, view, visibleMessages } from './store.ts';

/** Pixels from the end within which the list follows new messages. */
const NEAR_END = 120;

/** The open channel's messages. One that did not change keeps its element, so that nothing flickers or closes. */
export function createMessageList(onUse: OnUse) {
  const messages = el('discord-messages', { noBackground: true });
  const start = el('div', { className: 'channel-start' });
  const notice = el('div', { id: 'notice', role: 'alert', hidden: true });
  const element = el('div', { className: 'message-list' }, start, messages, notice);
  const drawn = new Map<string, { key: string; element: HTMLElement }>();

  function draw(): HTMLElement[] {
    return visibleMessages().map((message) => {
      const failed = [...view.pending].some(
        ([, pending]) => pending.failed && pending.messageId === message.id,
      );
      const key = JSON.stringify([message, failed, view.userId]);
      const before = drawn.get(message.id);
      if (before?.key === key) return before.element;
      const dismiss = () => {
        view.dismissed.add(message.id);
        render();
      };
      const fresh = messageView(message, onUse, dismiss);
      drawn.set(message.id, { key, element: fresh });
      return fresh;
    });
  }

  function render(): void {
    const channel = placeNamed(view.channelId);
    const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
    start.replaceChildren(
      el('h1', {}, `Welcome to #${channel.name}!`),
      el('p', {}, `This is the start of #${channel.name}. ${channel.topic}.`),
    );
    const pending = [...view.pending.values()].filter(
      ({ channelId, messageId, userId, command }) =>
        channelId === view.channelId && userId === view.userId && messageId === null && command !== null,
    );
    place([...draw(), ...pending.map(pendingView)]);
    if (near) requestAnimationFrame(toEnd);
  }

  /** Puts the elements in order, touching only what moved: a moved node would lose focus and open lists. */
  function place(wanted: HTMLElement[]): void {
    for (const child of Array.from(messages.children))
      if (!wanted.some((kept) => kept === child)) child.remove();
    for (const [index, child] of wanted.entries())
      if (messages.children[index] !== child) messages.insertBefore(child, messages.children[index] ?? null);
  }

  function toEnd(): void {
    element.scrollTop = element.scrollHeight;
  }
  // Lit draws after us: a message grows when its parts have rendered.
  new ResizeObserver(() => {
    if (element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END * 4) toEnd();
  }).observe(messages);

  return {
    element,
    render,
    toEnd: () => requestAnimationFrame(toEnd),
    /** Brings a message into sight and marks it for a moment. Does nothing where it is not shown. */
    show(id: string): void {
      const shown = drawn.get(id)?.element;
      if (!shown?.isConnected) return;
      shown.scrollIntoView({ block: 'center' });
      shown.classList.add('jumped');
      setTimeout(() => shown.classList.remove('jumped'), 2000);
    },
    /** Says why something could not be done. */
    notice(text: string): void {
      notice.textContent = text;
      notice.hidden = false;
      setTimeout(() => (notice.hidden = true), 6000);
    },
  };
}
