import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/discord.ts';
import { brokenRules, call } from '../support/sandbox/rest.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const long = (length: number) => 'x'.repeat(length);
const text = (fields: object = {}) => ({ type: 3, name: 'service', description: 'd', ...fields });
const command = (fields: object = {}) => ({ name: 'drift', description: 'd', ...fields });
const choice = (name: string, value: string) => ({ name, value });

const commands: [string, unknown[], Record<string, string[]>][] = [
  ['an upper case name', [command({ name: 'Drift' })], { '0.name': ['APPLICATION_COMMAND_INVALID_NAME'] }],
  ['a name with a blank', [command({ name: 'a b' })], { '0.name': ['APPLICATION_COMMAND_INVALID_NAME'] }],
  ['a name over 32', [command({ name: long(33) })], { '0.name': ['BASE_TYPE_MAX_LENGTH'] }],
  ['a missing description', [{ name: 'drift' }], { '0.description': ['BASE_TYPE_REQUIRED'] }],
  [
    'a description over 100',
    [command({ description: long(101) })],
    { '0.description': ['BASE_TYPE_MAX_LENGTH'] },
  ],
  ['a name used twice', [command(), command()], { '1': ['APPLICATION_COMMANDS_DUPLICATE_NAME'] }],
  ['an unknown property', [command({ hidden: true })], { '0.hidden': ['UNKNOWN_PROPERTY'] }],
  [
    'an upper case option',
    [command({ options: [text({ name: 'Service' })] })],
    { '0.options.0.name': ['APPLICATION_COMMAND_INVALID_NAME'] },
  ],
  [
    'an option used twice',
    [command({ options: [text(), text()] })],
    { '0.options.1.name': ['APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS'] },
  ],
  [
    'a required option after an optional one',
    [command({ options: [text(), text({ name: 'machine', required: true })] })],
    { '0.options.1': ['APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID'] },
  ],
  [
    'autocomplete with choices',
    [command({ options: [text({ autocomplete: true, choices: [choice('a', 'a')] })] })],
    { '0.options.0.autocomplete': ['APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES'] },
  ],
  [
    '26 choices',
    [
      command({
        options: [text({ choices: Array.from({ length: 26 }, (_, index) => choice(String(index), 'v')) })],
      }),
    ],
    { '0.options.0.choices': ['BASE_TYPE_MAX_LENGTH'] },
  ],
  [
    '26 options',
    [command({ options: Array.from({ length: 26 }, (_, index) => text({ name: `o${index}` })) })],
    { '0.options': ['BASE_TYPE_MAX_LENGTH'] },
  ],
  [
    'a subcommand beside an option',
    [command({ options: [text(), { type: 1, name: 'now', description: 'd' }] })],
    { '0.options': ['APPLICATION_COMMAND_OPTIONS_TYPE_INVALID'] },
  ],
];

describe('commands are refused for', () => {
  const path = () => `/applications/${sandbox.applicationId}/guilds/${sandbox.guildId}/commands`;
  it.each(commands)('%s', async (_what, body, rules) => {
    const answer = await call(sandbox, 'PUT', path(), body);
    expect(answer.body.code).toBe(50035);
    expect(brokenRules(answer.body.errors)).toEqual(rules);
  });

  it('being over 100', async () => {
    const many = Array.from({ length: 101 }, (_, index) => command({ name: `c${index}` }));
    const answer = await call(sandbox, 'PUT', path(), many);
    expect(answer).toMatchObject({ status: 400, body: { code: 30032 } });
  });

  it('nothing, where permissions come as the decimal string that discord.js sends', async () => {
    const body = [command({ default_member_permissions: '8' })];
    const answer = await call<object[]>(sandbox, 'PUT', path(), body);
    expect(answer.body[0]).toMatchObject({ name: 'drift', default_member_permissions: '8' });
  });
});
