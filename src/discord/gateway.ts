import { Client, Events, GatewayIntentBits } from 'discord.js';
import type { Logger } from 'pino';
import type { Command } from '../../commands/command.ts';
import { commands as allCommands } from '../../commands/index.ts';
import type { App } from '../app.ts';
import type { UserError } from '../user-error.ts';
import type { Button } from './buttons/button.ts';
import { buttons as allButtons } from './buttons/index.ts';
import { deployCommands } from './deploy.ts';
import { dispatch } from './dispatch.ts';
import { closedFor, explained, notInGuild } from './trouble.ts';
import type { Place } from './trouble.ts';

export type GatewayOptions = Place & {
  token: string;
  app: App;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  commands?: Record<string, Command>;
  buttons?: Record<string, Button>;
};

export type Gateway = {
  /** Resolves with the reason when Discord has closed the session for good (the token was reset); pending until then. */
  lost: Promise<UserError>;
  close(): Promise<void>;
};

/**
 * Logs in, registers the commands that have changed, and answers the guild's interactions until closed. Passing
 * disconnections are discord.js's to mend.
 * @throws UserError for a wrong token or id, a guild without the bot, and a Discord that cannot be reached
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { app, guildId, log, commands = allCommands, buttons = allButtons } = options;
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [], repliedUser: false },
    rest: { api: options.apiUrl },
  });
  const desk = {
    app,
    guildId,
    log,
    commands: new Map(Object.entries(commands)),
    buttons: new Map(Object.entries(buttons)),
  };
  client.on(Events.InteractionCreate, (interaction) => void dispatch(interaction, desk));
  client.on(Events.Error, (error) => log.error({ err: error }, 'Discord client error'));
  client.on(Events.ShardError, (error) => log.warn({ err: error }, 'Discord connection error'));
  client.on(Events.Warn, (detail) => log.warn({ detail }, 'Discord client warning'));
  const lost = new Promise<UserError>((resolve) => {
    client.on(Events.ShardDisconnect, ({ code }) => resolve(closedFor(code)));
  });
  try {
    await login(client, options.token);
    if (!client.guilds.cache.has(guildId)) throw notInGuild(options);
    const done = await deployCommands(
      client.rest,
      options,
      Object.values(commands).map(({ data }) => data),
    );
    log.info({ commands: Object.keys(commands), done }, 'Discord commands compared');
  } catch (error) {
    await client.destroy();
    throw explained(error, options);
  }
  return { lost, close: () => client.destroy() };
}

/** Resolves when the guilds are known too. */
async function login(client: Client, token: string): Promise<void> {
  const ready = new Promise<void>((resolve) => {
    client.once(Events.ClientReady, () => resolve());
  });
  await client.login(token);
  await ready;
}
