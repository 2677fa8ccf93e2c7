import { el } from '../element.ts';

export type PopupItem = { label: string; detail: string; hint?: string; pick(): void };

/** The list above the message box. `active` is the line that Enter and Tab take; -1 for none. */
export function createPopup() {
  const element = el('div', { className: 'popup', role: 'listbox', id: 'popup', hidden: true });
  let items: PopupItem[] = [];
  let active = -1;

  function mark(index: number): void {
    active = index;
    for (const [at, row] of element.querySelectorAll('[role=option]').entries()) {
      row.ariaSelected = String(at === index);
      if (at === index) row.scrollIntoView({ block: 'nearest' });
    }
  }

  return {
    element,
    get isOpen(): boolean {
      return !element.hidden;
    },
    show(title: string, next: PopupItem[], first: number): void {
      items = next;
      const rows = items.map((item, index) => {
        const row = el(
          'div',
          { className: 'popup-item', role: 'option' },
          el('strong', {}, item.label),
          el('span', { className: 'popup-detail' }, item.detail),
          item.hint ? el('span', { className: 'popup-hint' }, item.hint) : null,
        );
        // A popup that opens under a mouse at rest chooses nothing.
        row.addEventListener('mousemove', () => mark(index));
        // A click would first take the focus from the box.
        row.addEventListener('mousedown', (event) => {
          event.preventDefault();
          item.pick();
        });
        return row;
      });
      element.replaceChildren(el('div', { className: 'popup-title' }, title), ...rows);
      element.hidden = false;
      mark(Math.min(first, items.length - 1));
    },
    /** A list with nothing to pick: says why. */
    note(title: string, text: string): void {
      items = [];
      active = -1;
      element.replaceChildren(
        el('div', { className: 'popup-title' }, title),
        el('div', { className: 'popup-note' }, text),
      );
      element.hidden = false;
    },
    hide(): void {
      element.hidden = true;
      items = [];
      active = -1;
    },
    move(by: number): void {
      if (items.length > 0) mark((active + by + items.length) % items.length);
    },
    /** Takes the active line, or with `force` the first. False if there is none. */
    pick(force: boolean): boolean {
      const item = items[active === -1 && force ? 0 : active];
      if (element.hidden || !item) return false;
      item.pick();
      return true;
    },
  };
}
