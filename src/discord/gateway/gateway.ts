import { setTimeout as delay } from 'node:timers/promises';
import { Client, Events, GatewayIntentBits } from 'discord.js';
import type { Interaction, RepliableInteraction, RESTOptions } from 'discord.js';
import type { Logger } from 'pino';
import type { Command } from '../answers/command.ts';
import { shutdownEmbed } from '../../../embeds/error.ts';
import { editAnswer, isAnswered } from '../answers/edit-answer.ts';
import type { App } from '../../app.ts';
import { UserError } from '../../text/user-error.ts';
import type { Button } from '../buttons/button.ts';
import { buttons as allButtons } from '../buttons/index.ts';
import { deployCommands } from './deploy.ts';
import { dispatch } from './dispatch.ts';
import type { Expected } from './guild-problems.ts';
import { preflight } from './preflight.ts';
import { selects } from '../selects/index.ts';
import { closedFor, explained, lineOf, notInGuild, wrongApplication } from './problem.ts';
import type { Place } from './problem.ts';

const SHUTDOWN_GRACE_MS = 2000;

export type GatewayOptions = Place &
  Expected & {
    token: string;
    /** discord.js's default sends no files if another undici was loaded first */
    makeRequest: RESTOptions['makeRequest'];
    app: App;
    log: Pick<Logger, 'info' | 'warn' | 'error'>;
    commands: Record<string, Command>;
    buttons?: Record<string, Button>;
  };

export type Gateway = {
  /** Resolves with the reason when Discord has closed the session for good (the token was reset); pending until then. */
  lost: Promise<UserError>;
  /** Tells people who still wait, then ends the connection, within about 2 s. */
  close(): Promise<void>;
};

/**
 * Logs in, registers changed commands, and answers the guild's interactions until closed. discord.js handles temporary
 * disconnections.
 * @throws UserError for a wrong token or id, a guild without the bot, a logs channel in which it may not post, a missing
 * role, or a Discord that cannot be reached
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { app, guildId, log, commands, buttons = allButtons } = options;
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [], repliedUser: false },
    rest: { api: options.apiUrl, makeRequest: options.makeRequest },
  });
  const context = {
    app,
    guildId,
    log,
    commands: new Map(Object.entries(commands)),
    buttons: new Map(Object.entries(buttons)),
    selects: new Map(Object.entries(selects)),
    isStopping: () => stopping,
  };
  let stopping = false;
  const open = new Map<Interaction, Promise<void>>();
  client.on(Events.InteractionCreate, (interaction) => {
    open.set(
      interaction,
      dispatch(interaction, context).finally(() => open.delete(interaction)),
    );
  });
  client.on(Events.Error, (error) => log.error({ err: error }, 'Discord client error'));
  client.on(Events.ShardError, (error) => log.warn({ err: error }, 'Discord connection error'));
  client.on(Events.Warn, (detail) => log.warn({ detail }, 'Discord client warning'));
  const lost = new Promise<UserError>((resolve) => {
    client.on(Events.ShardDisconnect, ({ code }) => resolve(closedFor(code)));
  });
  let inGuild = false;
  try {
    await login(client, options.token);
    const actual = client.application?.id ?? options.applicationId;
    if (actual !== options.applicationId) throw new UserError(lineOf(wrongApplication(options, actual)));
    inGuild = client.guilds.cache.has(guildId);
    if (!inGuild) throw new UserError(lineOf(notInGuild(options)));
    for (const problem of await preflight(client.rest, options))
      log.warn({ problem }, 'Discord is not set up correctly');
    const done = await deployCommands(
      client.rest,
      options,
      Object.values(commands).map(({ data }) => data),
    );
    log.info({ commands: Object.keys(commands), done }, 'Discord commands compared');
  } catch (error) {
    await client.destroy();
    throw explained(error, options, inGuild);
  }
  return {
    lost,
    async close() {
      stopping = true;
      await Promise.race([endAnswers(open), delay(SHUTDOWN_GRACE_MS, null, { ref: false })]);
      await client.destroy();
    },
  };
}

/** Tells people who wait that no answer will come. An answer that is being sent still arrives. */
async function endAnswers(open: ReadonlyMap<Interaction, Promise<void>>): Promise<void> {
  await Promise.allSettled(
    [...open].map(async ([interaction, dispatched]) => {
      if (!interaction.isRepliable()) return;
      // Discord may show "thinking" before the bot knows it.
      for (let waited = 0; waited < SHUTDOWN_GRACE_MS && isFresh(interaction, open); waited += 20)
        await delay(20);
      const { deferred, replied, ephemeral } = interaction;
      if (isAnswered(interaction)) await dispatched;
      else if (deferred && !replied && ephemeral !== null)
        await editAnswer(interaction, { embeds: [shutdownEmbed()] });
    }),
  );
}

function isFresh(interaction: RepliableInteraction, open: ReadonlyMap<Interaction, unknown>): boolean {
  return open.has(interaction) && !interaction.deferred && !interaction.replied;
}

/** Logs in; resolves once the guilds are known. */
async function login(client: Client, token: string): Promise<void> {
  const ready = new Promise<void>((resolve) => {
    client.once(Events.ClientReady, () => resolve());
  });
  await client.login(token);
  await ready;
}
