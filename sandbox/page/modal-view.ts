import type { PageModal } from '../page-server/page-protocol.ts';
import { el } from './element.ts';

type Input = PageModal['inputs'][number];

/** A modal over the page; closing it sends nothing, as in Discord. */
export function openModal(
  modal: PageModal,
  botName: string,
  onSubmit: (values: Record<string, string>) => void,
): void {
  const fields = modal.inputs.map((input) => ({ input, field: fieldOf(input) }));
  const cancel = el('button', { type: 'button', className: 'quiet-button' }, 'Cancel');
  const form = el(
    'form',
    { method: 'dialog' },
    el('h2', {}, modal.title),
    el('p', { className: 'modal-note' }, `This form will be submitted to ${botName}.`),
    ...fields.map(({ input, field }) =>
      el(
        'label',
        {},
        el('span', { className: 'modal-label' }, input.label, input.required ? el('b', {}, ' *') : null),
        input.description ? el('small', {}, input.description) : null,
        field,
      ),
    ),
    el(
      'div',
      { className: 'modal-buttons' },
      cancel,
      el('button', { type: 'submit', className: 'primary-button' }, 'Submit'),
    ),
  );
  const dialog = el('dialog', { className: 'modal' }, form);
  cancel.addEventListener('click', () => dialog.close());
  form.addEventListener('submit', () =>
    onSubmit(Object.fromEntries(fields.map(({ input, field }) => [input.custom_id, field.value]))),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function fieldOf(input: Input): HTMLInputElement | HTMLTextAreaElement {
  const shared = {
    name: input.custom_id,
    required: input.required,
    value: input.value,
    placeholder: input.placeholder,
    maxLength: input.max_length,
    minLength: input.min_length,
  };
  return input.long ? el('textarea', { ...shared, rows: 4 }) : el('input', { ...shared, type: 'text' });
}
