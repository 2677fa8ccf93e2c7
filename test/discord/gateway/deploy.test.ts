import { ApplicationCommandOptionType, ApplicationCommandType, REST } from 'discord.js';
import type { RESTPostAPIChatInputApplicationCommandsJSONBody } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { deployCommands } from '../../../src/discord/gateway/deploy.ts';
import { inSandbox } from '../../support/discord/bot.ts';

const bot = inSandbox();

type Definition = RESTPostAPIChatInputApplicationCommandsJSONBody;
const service = {
  type: ApplicationCommandOptionType.String,
  name: 'service',
  description: 'Only this',
} as const;
const drift = {
  name: 'drift',
  description: 'What drifts',
  options: [{ ...service, autocomplete: true }],
} satisfies Definition;
const dupes = { name: 'dupes', description: 'What runs twice' } satisfies Definition;

function deploy(definitions: Definition[]) {
  const { api, token } = bot.sandbox;
  return deployCommands(new REST({ api }).setToken(token), bot.sandbox, definitions);
}

describe('deployCommands', () => {
  it.each<[string, Definition[]]>([
    ['the very same', [drift, dupes]],
    ['another order', [dupes, drift]],
    [
      'what Discord adds by itself',
      [
        { ...drift, type: ApplicationCommandType.ChatInput, nsfw: false, default_member_permissions: null },
        { ...dupes, options: [] },
      ],
    ],
    ['keys that are undefined', [drift, { ...dupes, options: undefined }]],
  ])('does not register again for %s', async (_, definitions) => {
    expect(await deploy([drift, dupes])).toBe('registered');
    expect(await deploy(definitions)).toBe('unchanged');
  });

  it.each<[string, Definition[]]>([
    ['a description', [drift, { ...dupes, description: 'What runs three times' }]],
    ['a permission', [drift, { ...dupes, default_member_permissions: '8' }]],
    ['a command more', [drift, dupes, { name: 'more', description: 'more' }]],
    ['a command less', [drift]],
    ['an option less', [{ ...drift, options: [] }, dupes]],
    ['an option’s autocomplete', [{ ...drift, options: [service] }, dupes]],
    [
      'an option’s length',
      [{ ...drift, options: [{ ...service, autocomplete: true, max_length: 5 }] }, dupes],
    ],
  ])('registers again for %s', async (_, definitions) => {
    await deploy([drift, dupes]);
    expect(await deploy(definitions)).toBe('registered');
    expect(
      bot.sandbox
        .commands()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(definitions.map(({ name }) => name).toSorted());
  });
});
