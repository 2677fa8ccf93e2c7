import type { PageButton, PageMessage } from '../page-server/page-protocol.ts';
import { el, safeUrl } from './element.ts';
import { withEmoji } from './text/emoji.ts';
import { selectView } from './select-view.ts';
import { view } from './store.ts';

export type OnUse = (messageId: string, customId: string, values: string[] | null) => void;

/** The rows of buttons and selects below a message, and what became of a press. */
export function componentsView(message: PageMessage, onUse: OnUse): HTMLElement | null {
  if (message.rows.length === 0) return null;
  const rows = message.rows.map((row) =>
    el(
      'discord-action-row',
      {},
      ...row.map((component) =>
        component.kind === 'button'
          ? buttonView(component, (customId) => onUse(message.id, customId, null))
          : selectView(component, (values) => onUse(message.id, component.customId, values)),
      ),
    ),
  );
  const failed = [...view.pending.values()].some(
    ({ messageId, failed }) => failed && messageId === message.id,
  );
  const note = failed ? el('div', { className: 'failed' }, 'This interaction failed') : null;
  return el('div', { slot: 'components', className: 'components' }, ...rows, note);
}

function buttonView(button: PageButton, onClick: (customId: string) => void): HTMLElement {
  const { customId, disabled, label, style } = button;
  const url = button.url === null ? null : safeUrl(button.url);
  const element = el(
    'discord-button',
    { type: style, disabled, ...(url === null ? {} : { url }) },
    ...withEmoji(label),
  );
  if (customId === null) return element;
  element.dataset['customId'] = customId;
  element.addEventListener('click', () => {
    if (!disabled) onClick(customId);
  });
  return element;
}
