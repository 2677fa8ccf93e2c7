import { Routes } from 'discord.js';
import type { REST, RESTPostAPIChatInputApplicationCommandsJSONBody } from 'discord.js';
import { z } from 'zod';

type Definition = RESTPostAPIChatInputApplicationCommandsJSONBody;

const Choice = z.object({ name: z.string(), value: z.union([z.string(), z.number()]) });

/** Our keys of an option, with Discord's defaults for missing ones. Other keys are Discord's own. */
const Option = z.object({
  type: z.int(),
  name: z.string(),
  description: z.string(),
  required: z.boolean().default(false),
  autocomplete: z.boolean().default(false),
  choices: z.array(Choice).default([]),
  channel_types: z.array(z.int()).default([]),
  min_value: z.number().optional(),
  max_value: z.number().optional(),
  min_length: z.int().optional(),
  max_length: z.int().optional(),
  get options() {
    return z.array(Option).default([]);
  },
});

/** The part of a command that both sides define: https://discord.com/developers/docs/interactions/application-commands */
const Held = z.object({
  type: z.int().default(1),
  name: z.string(),
  description: z.string().default(''),
  options: z.array(Option).default([]),
  default_member_permissions: z.string().nullable().default(null),
  nsfw: z.boolean().default(false),
});
const Commands = z.array(Held);

/**
 * Registers the guild's commands if Discord has different ones. Not at every start: Discord allows 200 new commands a
 * day, and people see a command flicker while it is replaced.
 * @returns what it did
 */
export async function deployCommands(
  rest: REST,
  place: { applicationId: string; guildId: string },
  definitions: Definition[],
): Promise<'registered' | 'unchanged'> {
  const route = Routes.applicationGuildCommands(place.applicationId, place.guildId);
  const held = Commands.parse(await rest.get(route));
  if (comparable(held) === comparable(Commands.parse(definitions))) return 'unchanged';
  await rest.put(route, { body: definitions });
  return 'registered';
}

/** zod puts the keys in the schema's order; the commands come in any order. */
function comparable(commands: z.infer<typeof Commands>): string {
  return JSON.stringify(commands.toSorted((one, other) => one.name.localeCompare(other.name)));
}
