import type { PageCommand, PageOption } from '../../page-server/page-protocol.ts';
import type { Options } from '../../gateway/protocol.ts';
import { onKeys } from './composer-keys.ts';
import { el } from '../element.ts';
import { createOptionPill, type OptionPill } from './option-pill.ts';
import { createPopup } from './popup.ts';
import { view } from '../store.ts';

type Actions = {
  command(name: string, options: Options): Promise<void>;
  say(content: string): Promise<void>;
};

/** The message box: text, or after `/` a command with its options as Discord's client builds them. */
export function createComposer(actions: Actions) {
  const popup = createPopup();
  const box = el('input', {
    id: 'message-box',
    type: 'text',
    autocomplete: 'off',
    maxLength: 2000,
    spellcheck: false,
  });
  const chip = el('span', { className: 'command-chip', hidden: true });
  const pills = el('span', { className: 'pills' });
  const error = el('div', { id: 'composer-error', role: 'alert', hidden: true });
  const bar = el(
    'div',
    { className: 'composer-bar' },
    el('span', { className: 'plus' }, '+'),
    chip,
    pills,
    box,
  );
  const element = el('div', { className: 'composer' }, popup.element, error, bar);
  let command: PageCommand | null = null;
  let filled: OptionPill[] = [];

  function offered(): PageCommand[] {
    return view.state.commands.filter(({ users }) => users.includes(view.userId));
  }
  function remaining(): PageOption[] {
    return command?.options.filter(({ name }) => filled.every(({ option }) => option.name !== name)) ?? [];
  }
  function values(except?: OptionPill): Options {
    return Object.fromEntries(
      filled
        .filter((pill) => pill !== except)
        .flatMap((pill) => {
          const value = pill.value();
          return value === null ? [] : [[pill.option.name, value]];
        }),
    );
  }

  function choose(next: PageCommand | null): void {
    command = next;
    for (const pill of filled) pill.element.remove();
    filled = [];
    chip.hidden = next === null;
    chip.textContent = next ? `/${next.name}` : '';
    box.value = '';
    placeholder();
    box.focus();
    const required = next?.options.filter((option) => option.required) ?? [];
    for (const option of required) add(option);
    filled[0]?.input.focus();
    if (required.length === 0) suggest();
  }

  function add(option: PageOption): OptionPill {
    const pill: OptionPill = createOptionPill(option, {
      popup,
      command: () => command?.name ?? '',
      others: () => values(pill),
      done: () => nextEmpty(),
      remove: () => {
        filled = filled.filter((other) => other !== pill);
        pill.element.remove();
        box.focus();
        suggest();
      },
      submit: () => void submit(),
    });
    filled.push(pill);
    pills.append(pill.element);
    box.value = '';
    placeholder();
    return pill;
  }

  function nextEmpty(): void {
    (filled.find((pill) => pill.value() === null)?.input ?? box).focus();
  }

  function placeholder(): void {
    const channel = view.state.channels.find(({ id }) => id === view.channelId)?.name ?? '';
    const optional = remaining().length;
    const more = optional > 0 ? `+${optional} optional` : '';
    box.placeholder = command ? more : `Message #${channel}, or type / for commands`;
  }

  /** What fits the text so far: commands after `/`, in a command its options. */
  function suggest(): void {
    error.hidden = true;
    if (command) return suggestOptions();
    if (!box.value.startsWith('/')) return popup.hide();
    const typed = box.value.slice(1).toLowerCase();
    const exact = offered().find(({ name }) => `${name} ` === typed);
    if (exact) return choose(exact);
    const fitting = offered().filter(({ name }) => name.startsWith(typed.trim()));
    if (fitting.length === 0)
      return popup.note('COMMANDS', view.state.online ? 'No such command' : 'The bot is not connected yet');
    popup.show(
      view.state.bot.name.toUpperCase(),
      fitting.map((candidate) => ({
        label: `/${candidate.name}`,
        detail: candidate.description,
        hint: candidate.options.map(({ name }) => name).join('  '),
        pick: () => choose(candidate),
      })),
      0,
    );
  }

  function suggestOptions(): void {
    const typed = box.value.trim().toLowerCase();
    const exact = remaining().find(({ name }) => `${name}:` === typed);
    if (exact) return add(exact).input.focus();
    const fitting = remaining().filter(({ name }) => name.startsWith(typed));
    if (fitting.length === 0) return popup.hide();
    popup.show(
      'OPTIONS',
      fitting.map((option) => ({
        label: option.name,
        detail: option.description,
        hint: option.required ? 'required' : 'optional',
        pick: () => add(option).input.focus(),
      })),
      typed === '' ? -1 : 0,
    );
  }

  async function submit(): Promise<void> {
    const missing = filled.find((pill) => pill.option.required && pill.value() === null);
    if (missing) return refuse(`This option is required: ${missing.option.name}`, missing.input);
    const wrong = filled.find((pill) => pill.problem() !== null);
    if (wrong) return refuse(wrong.problem() ?? '', wrong.input);
    try {
      if (command) await actions.command(command.name, values());
      else if (box.value.startsWith('/')) return refuse('No such command', box);
      else if (box.value.trim() !== '') await actions.say(box.value.trim());
      choose(null);
      popup.hide();
    } catch (failure) {
      refuse(failure instanceof Error ? failure.message : String(failure), box);
    }
  }

  function refuse(why: string, focus: HTMLElement): void {
    error.textContent = why;
    error.hidden = false;
    popup.hide();
    focus.focus();
  }

  box.addEventListener('input', suggest);
  box.addEventListener('focus', () => {
    if (command || box.value.startsWith('/')) suggest();
  });
  box.addEventListener('blur', () => popup.hide());
  onKeys(box, popup, {
    submit: () => void submit(),
    cancel: () => choose(null),
    back: () => {
      if (!command || box.value !== '') return false;
      const last = filled.at(-1);
      if (last) last.input.focus();
      else choose(null);
      return true;
    },
  });

  return {
    element,
    /** After a change of channel, user or commands. */
    refresh(): void {
      if (command && !offered().some(({ name }) => name === command?.name)) choose(null);
      placeholder();
      if (document.activeElement === box && box.value.startsWith('/')) suggest();
    },
    focus: () => box.focus(),
  };
}
