import type { PageOption } from '../../page-server/page-protocol.ts';
import type { Choice, Options } from '../../gateway/protocol.ts';
import { el } from '../element.ts';
import type { createPopup } from './popup.ts';
import { send } from '../socket.ts';

export type OptionPill = {
  option: PageOption;
  element: HTMLElement;
  input: HTMLInputElement;
  /** what to send; null while empty */
  value(): string | number | boolean | null;
  problem(): string | null;
};
type Surroundings = {
  popup: ReturnType<typeof createPopup>;
  command(): string;
  others(): Options;
  done(): void;
  remove(): void;
  submit(): void;
};

const TYPING_PAUSE = 120;

/** One option of a command: its name, and a box with what the bot or the definition proposes. */
export function createOptionPill(option: PageOption, around: Surroundings): OptionPill {
  const { popup } = around;
  const input = el('input', { type: 'text', autocomplete: 'off', spellcheck: false, ariaLabel: option.name });
  const element = el(
    'label',
    { className: 'pill', dataset: { option: option.name } },
    el('span', { className: 'pill-name' }, option.name),
    input,
  );
  let picked: Choice | null = null;
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function pick(choice: Choice): void {
    picked = choice;
    input.value = choice.name;
    fit();
    popup.hide();
    around.done();
  }
  function fit(): void {
    input.style.width = `${Math.max(input.value.length + 1, 4)}ch`;
  }
  function offer(choices: Choice[]): void {
    if (document.activeElement !== input) return;
    if (choices.length === 0) return popup.note(option.name.toUpperCase(), option.description);
    const items = choices.map((choice) => ({ label: choice.name, detail: '', pick: () => pick(choice) }));
    popup.show(`${option.name.toUpperCase()} — ${option.description}`, items, 0);
  }
  async function ask(): Promise<void> {
    asked += 1;
    const mine = asked;
    const typed = input.value;
    try {
      const { choices } = await send({
        kind: 'autocomplete',
        name: around.command(),
        option: option.name,
        typed,
        options: around.others(),
      });
      if (mine === asked) offer(choices);
    } catch {
      if (mine === asked && document.activeElement === input)
        popup.note(option.name.toUpperCase(), 'Loading options failed');
    }
  }
  function suggest(): void {
    const typed = input.value.toLowerCase();
    const fixed =
      option.kind === 'boolean'
        ? [
            { name: 'True', value: 'true' },
            { name: 'False', value: 'false' },
          ]
        : option.choices;
    clearTimeout(timer);
    if (option.autocomplete) timer = setTimeout(() => void ask(), TYPING_PAUSE);
    else offer(fixed.filter(({ name }) => name.toLowerCase().includes(typed)));
  }

  input.addEventListener('input', () => {
    picked = null;
    fit();
    suggest();
  });
  input.addEventListener('focus', suggest);
  input.addEventListener('blur', () => {
    clearTimeout(timer);
    asked += 1;
    popup.hide();
  });
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') popup.move(event.key === 'ArrowDown' ? 1 : -1);
    else if (event.key === 'Tab' && !event.shiftKey) {
      if (!popup.pick(true)) around.done();
    } else if (event.key === 'Enter') {
      if (picked !== null || !popup.pick(false)) around.submit();
    } else if (event.key === 'Escape') popup.hide();
    else if (event.key === 'Backspace' && input.value === '') around.remove();
    else return;
    event.preventDefault();
  });
  fit();

  return {
    option,
    element,
    input,
    value: () => valueOf(option, picked, input.value),
    problem: () => problemOf(option, picked, input.value),
  };
}

function valueOf(option: PageOption, picked: Choice | null, typed: string): string | number | boolean | null {
  const value = picked?.value ?? typed.trim();
  if (value === '') return null;
  if (option.kind === 'boolean') return String(value).toLowerCase() === 'true';
  return option.kind === 'number' ? Number(value) : value;
}

function problemOf(option: PageOption, picked: Choice | null, typed: string): string | null {
  if (picked || typed.trim() === '') return null;
  if (option.kind === 'number' && Number.isNaN(Number(typed))) return `${option.name} wants a number`;
  if (option.kind === 'boolean' && !/^(true|false)$/i.test(typed.trim()))
    return `${option.name} wants true or false`;
  const isChoice = option.choices.some(({ value }) => String(value) === typed.trim());
  return option.choices.length > 0 && !isChoice ? `${option.name} is not one of the choices` : null;
}
