import { type APIApplicationCommandOption, ApplicationCommandOptionType as Type } from 'discord.js';
import type { Options, StoredCommand } from '../gateway/protocol.ts';

export type OptionValue = { name: string; type: number; value: string | number | boolean; focused?: true };

/**
 * A command's options as an interaction carries them, checked as Discord's client checks before it sends.
 * @throws Error for an unknown, missing or ill-typed option
 */
export function fillOptions(command: StoredCommand, given: Options): OptionValue[] {
  const options = command.options ?? [];
  const stray = Object.keys(given).find((name) => !options.some((option) => option.name === name));
  if (stray !== undefined) throw new Error(`/${command.name} has no option ${stray}`);
  const missing = options.find((option) => option.required && !(option.name in given));
  if (missing) throw new Error(`/${command.name} needs the option ${missing.name}`);
  return options.flatMap((option) => {
    const value = given[option.name];
    if (value === undefined) return [];
    requireType(command.name, option, value);
    return [{ name: option.name, type: option.type, value }];
  });
}

function requireType(
  command: string,
  option: APIApplicationCommandOption,
  value: string | number | boolean,
): void {
  const refuse = (why: string): never => {
    throw new Error(`/${command} ${option.name}: ${why}`);
  };
  if (option.type === Type.String) {
    if (typeof value !== 'string') return refuse('wants a text');
    if (value.length < (option.min_length ?? 0)) return refuse('is too short');
    if (value.length > (option.max_length ?? 6000)) return refuse('is too long');
  } else if (option.type === Type.Integer || option.type === Type.Number) {
    if (typeof value !== 'number') return refuse('wants a number');
    if (option.type === Type.Integer && !Number.isInteger(value)) return refuse('wants a whole number');
    if (value < (option.min_value ?? -Infinity) || value > (option.max_value ?? Infinity))
      return refuse('is out of range');
  } else if (option.type === Type.Boolean) {
    if (typeof value !== 'boolean') return refuse('wants true or false');
  } else return refuse('is of a type that the sandbox does not fill in');
  const choices = 'choices' in option ? (option.choices ?? []) : [];
  if (choices.length > 0 && !choices.some((choice) => choice.value === value))
    return refuse('is not one of the choices');
}
