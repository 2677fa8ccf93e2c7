import { restRequest } from '../../../src/clients/http/rest-request.ts';
import {
  Client,
  Events,
  GatewayIntentBits,
  type Interaction,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { Sandbox } from '../../../sandbox/discord.ts';

/** A real discord.js client, logged in at the sandbox; `answer` gets every interaction. */
export async function startBot(
  sandbox: Sandbox,
  answer: (interaction: Interaction) => Promise<unknown>,
  commands: RESTPostAPIApplicationCommandsJSONBody[] = [],
): Promise<{ client: Client<true>; errors: unknown[]; stop: () => Promise<void> }> {
  const errors: unknown[] = [];
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: sandbox.api, makeRequest: restRequest },
  });
  client.on(Events.Error, (error) => errors.push(error));
  client.on(Events.InteractionCreate, (interaction) => {
    answer(interaction).catch((error: unknown) => errors.push(error));
  });
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(sandbox.token);
  const online = await ready;
  if (commands.length > 0) await online.guilds.cache.get(sandbox.guildId)?.commands.set(commands);
  return { client: online, errors, stop: () => client.destroy() };
}
