import type { Context } from '../context.ts';
import { ANSWER_WITHIN, type Interaction } from './interaction.ts';
import { createToken } from '../store.ts';
import { apiChannels, apiMember, applicationId, bot, guildId, type Person } from '../world.ts';

export type Start = {
  type: Interaction['type'];
  user: Person;
  channelId: string;
  command?: { id: string; name: string };
  source?: string;
  /** the part of INTERACTION_CREATE that depends on the type */
  payload: object;
};

/** Sends an interaction to the bot, and announces a failure where nothing answers within 3 s. */
export function startInteraction(context: Context, start: Start): Interaction {
  const interaction: Interaction = {
    id: context.snowflake(),
    token: createToken(),
    type: start.type,
    createdAt: context.clock.now(),
    user: start.user,
    channelId: start.channelId,
    answered: null,
    failed: false,
    expired: false,
    command: start.command ?? null,
    source: start.source ?? null,
    original: null,
    followUps: [],
    modal: null,
    choices: null,
  };
  context.store.interactions.set(interaction.id, interaction);
  setTimeout(() => {
    if (interaction.answered !== null) return;
    interaction.failed = true;
    context.store.announce({ kind: 'failed', interaction });
  }, ANSWER_WITHIN).unref();
  context.gateway.interaction(interactionCreate(interaction, start.payload));
  return interaction;
}

/** Resolves with the interaction once it is answered. @throws Error where the 3 s pass first */
export function settled(context: Context, interaction: Interaction): Promise<Interaction> {
  return new Promise((resolve, reject) => {
    const stop = context.store.watch((change) => {
      if (
        (change.kind !== 'answered' && change.kind !== 'failed') ||
        change.interaction.id !== interaction.id
      )
        return;
      stop();
      if (change.kind === 'answered') resolve(interaction);
      else reject(new Error('The application did not respond'));
    });
  });
}

function interactionCreate(interaction: Interaction, payload: object): object {
  const { user } = interaction;
  return {
    id: interaction.id,
    application_id: applicationId,
    type: interaction.type,
    token: interaction.token,
    version: 1,
    guild_id: guildId,
    guild: { id: guildId, features: [], locale: 'en-US' },
    channel_id: interaction.channelId,
    channel: apiChannels().find(({ id }) => id === interaction.channelId),
    member: { ...apiMember(user), permissions: user.permissions },
    app_permissions: bot.permissions,
    locale: 'en-US',
    guild_locale: 'en-US',
    entitlements: [],
    authorizing_integration_owners: { 0: guildId },
    context: 0,
    attachment_size_limit: 10 * 1024 * 1024,
    ...payload,
  };
}
