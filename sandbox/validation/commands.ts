import { type APIApplicationCommandOption, ApplicationCommandOptionType } from 'discord.js';
import { ApiError, type Issue, invalidFormBody } from '../api-error.ts';
import type { CommandBody } from '../bodies.ts';
import { duplicates } from './duplicates.ts';
import { requireValid } from './require.ts';
import { schemas } from './spec.ts';

const MAX_COMMANDS = 100;
/** Lower case letters of any script, digits, `-`, `_` and `'` (Discord's "Application Command Naming"). */
const NAME = /^[-_'\p{Ll}\p{Lo}\p{Lm}\p{N}]{1,32}$/u;

/** The body of a bulk overwrite. @throws ApiError 50035 for each broken rule, 30032 for over 100 commands */
export function validateCommands(json: unknown): CommandBody[] {
  if (!Array.isArray(json))
    throw invalidFormBody([
      { path: [], code: 'BASE_TYPE_INVALID', message: 'Only iterables may be used in a ListType' },
    ]);
  if (json.length > MAX_COMMANDS)
    throw new ApiError(400, 30032, `Maximum number of application commands reached (${MAX_COMMANDS}).`);
  const commands = json.map((command: unknown, index) =>
    requireValid(schemas.command, withNumericPermissions(command), commandIssues, [index]),
  );
  const again = duplicates(commands.map(({ name }, index) => ({ value: name, index })));
  if (again.length > 0)
    throw invalidFormBody(
      again.map(({ index }) => ({
        path: [index],
        code: 'APPLICATION_COMMANDS_DUPLICATE_NAME',
        message: 'Application command names must be unique',
      })),
    );
  return commands;
}

/** The description wants a number here, while Discord takes the decimal string that discord.js sends. */
function withNumericPermissions(command: unknown): unknown {
  if (typeof command !== 'object' || command === null || !('default_member_permissions' in command))
    return command;
  const given = command.default_member_permissions;
  const digits = typeof given === 'string' && /^\d+$/.test(given);
  return digits ? { ...command, default_member_permissions: Number(given) } : command;
}

function commandIssues(command: CommandBody, path: Issue['path']): Issue[] {
  const issues: Issue[] = [];
  const isChatInput = (command.type ?? 1) === 1;
  if (isChatInput && !validName(command.name)) issues.push(invalidName([...path, 'name'], 'Command'));
  if (isChatInput && !command.description)
    issues.push({
      path: [...path, 'description'],
      code: 'BASE_TYPE_REQUIRED',
      message: 'This field is required',
    });
  return [...issues, ...optionIssues(command.options ?? [], [...path, 'options'])];
}

function optionIssues(options: APIApplicationCommandOption[], path: Issue['path']): Issue[] {
  const issues = options.flatMap((option, index) => oneOptionIssues(option, [...path, index]));
  const names = options.map(({ name }, index) => ({ value: name, index }));
  for (const { index } of duplicates(names))
    issues.push({
      path: [...path, index, 'name'],
      code: 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
      message: 'Option name already exists',
    });
  const firstOptional = options.findIndex((option) => !option.required);
  for (const [index, option] of options.entries())
    if (option.required && firstOptional !== -1 && index > firstOptional)
      issues.push({
        path: [...path, index],
        code: 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        message: 'Required options must be placed before non-required options',
      });
  const kinds = new Set(options.map(({ type }) => type <= ApplicationCommandOptionType.SubcommandGroup));
  if (kinds.size > 1)
    issues.push({
      path,
      code: 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      message: 'Sub-command and sub-command group option types are mutually exclusive to all other types',
    });
  return issues;
}

function oneOptionIssues(option: APIApplicationCommandOption, path: Issue['path']): Issue[] {
  const issues: Issue[] = [];
  if (!validName(option.name)) issues.push(invalidName([...path, 'name'], 'Option'));
  const choices = 'choices' in option ? (option.choices ?? []) : [];
  if ('autocomplete' in option && option.autocomplete && choices.length > 0)
    issues.push({
      path: [...path, 'autocomplete'],
      code: 'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES',
      message: 'Autocomplete cannot be enabled with choices',
    });
  for (const [index, { value }] of choices.entries())
    if (String(value).length > 100)
      issues.push({
        path: [...path, 'choices', index, 'value'],
        code: 'BASE_TYPE_MAX_LENGTH',
        message: 'Must be 100 or fewer in length.',
      });
  for (const { index } of duplicates(choices.map(({ name }, index) => ({ value: name, index }))))
    issues.push({
      path: [...path, 'choices', index],
      code: 'APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS',
      message: 'Option choice name already exists',
    });
  const nested = 'options' in option ? (option.options ?? []) : [];
  return [...issues, ...optionIssues(nested, [...path, 'options'])];
}

function validName(name: string): boolean {
  return NAME.test(name) && name === name.toLowerCase();
}

function invalidName(path: Issue['path'], what: string): Issue {
  return { path, code: 'APPLICATION_COMMAND_INVALID_NAME', message: `${what} name is invalid` };
}
