import { type APIApplicationCommandOption, ApplicationCommandOptionType as Type } from 'discord.js';
import type { PageCommand, PageOption } from './page-protocol.ts';
import { mayUse } from '../people.ts';
import type { StoredCommand } from '../gateway/protocol.ts';
import { people } from '../world.ts';

const KINDS: Partial<Record<Type, PageOption['kind']>> = {
  [Type.Integer]: 'number',
  [Type.Number]: 'number',
  [Type.Boolean]: 'boolean',
};

/** A command as the page offers it, to those who may use it. */
export function pageCommand(command: StoredCommand): PageCommand {
  return {
    name: command.name,
    description: command.description ?? '',
    options: (command.options ?? []).map(optionOf),
    users: people.filter((person) => mayUse(command, person)).map(({ id }) => id),
  };
}

function optionOf(option: APIApplicationCommandOption): PageOption {
  const choices = 'choices' in option ? (option.choices ?? []) : [];
  return {
    name: option.name,
    description: option.description,
    required: option.required ?? false,
    kind: KINDS[option.type] ?? 'text',
    autocomplete: ('autocomplete' in option && option.autocomplete) ?? false,
    choices: choices.map(({ name, value }) => ({ name, value })),
  };
}
