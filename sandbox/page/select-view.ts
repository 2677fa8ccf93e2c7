import type { PageSelect } from '../page-server/page-protocol.ts';
import { el } from './element.ts';
import { withEmoji } from './text/emoji.ts';

/** A string select: one choice sends at once, several when the list closes. */
export function selectView(select: PageSelect, onChoose: (values: string[]) => void): HTMLElement {
  const chosen = new Set(select.options.filter((option) => option.chosen).map(({ value }) => value));
  const label = el('span', {}, ...withEmoji(labelOf(select, chosen)));
  const list = el('div', { className: 'select-options', role: 'listbox', hidden: true });
  const button = el(
    'button',
    { className: 'select-button', type: 'button', disabled: select.disabled, ariaExpanded: 'false' },
    label,
    el('span', { className: 'chevron' }, '⌄'),
  );
  const element = el('div', { className: 'select', dataset: { customId: select.customId } }, button, list);

  function show(open: boolean): void {
    list.hidden = !open;
    button.ariaExpanded = String(open);
  }
  function finish(): void {
    show(false);
    if (chosen.size >= select.min && chosen.size <= select.max) onChoose([...chosen]);
  }
  for (const option of select.options) {
    const row = el(
      'div',
      {
        className: 'select-option',
        role: 'option',
        tabIndex: 0,
        ariaSelected: String(chosen.has(option.value)),
        dataset: { value: option.value },
      },
      el('strong', {}, ...withEmoji(option.label)),
      option.description ? el('span', {}, ...withEmoji(option.description)) : null,
    );
    const toggle = () => {
      if (select.max === 1) chosen.clear();
      if (!chosen.delete(option.value)) chosen.add(option.value);
      row.ariaSelected = String(chosen.has(option.value));
      label.replaceChildren(...withEmoji(labelOf(select, chosen)));
      if (select.max === 1) finish();
    };
    row.addEventListener('click', toggle);
    row.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') toggle();
      if (event.key === 'Escape') show(false);
    });
    list.append(row);
  }
  button.addEventListener('click', () => {
    if (list.hidden) show(true);
    else if (select.max === 1) show(false);
    else finish();
  });
  element.addEventListener('focusout', (event) => {
    if (list.hidden || (event.relatedTarget instanceof Node && element.contains(event.relatedTarget))) return;
    if (select.max === 1) show(false);
    else finish();
  });
  return element;
}

function labelOf(select: PageSelect, chosen: Set<string>): string {
  const labels = select.options.filter(({ value }) => chosen.has(value)).map(({ label }) => label);
  return labels.length > 0 ? labels.join(', ') : select.placeholder;
}
