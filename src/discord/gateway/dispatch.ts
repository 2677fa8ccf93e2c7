import { randomBytes } from 'node:crypto';
import { MessageFlags } from 'discord.js';
import type {
  APIEmbed,
  AutocompleteInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  Interaction,
  ModalSubmitInteraction,
  StringSelectMenuInteraction,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Command } from '../answers/command.ts';
import { errorEmbed, shutdownEmbed, forbiddenEmbed, internalErrorEmbed } from '../../../embeds/error.ts';
import type { App } from '../../app.ts';
import { Forbidden, UserError } from '../../text/user-error.ts';
import type { Button } from '../buttons/button.ts';
import { deliver } from '../answers/deliver.ts';
import type { Select } from '../selects/select.ts';

export type DispatchContext = {
  guildId: string;
  app: App;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  commands: ReadonlyMap<string, Command>;
  buttons: ReadonlyMap<string, Button>;
  selects: ReadonlyMap<string, Select>;
  /** The bot is shutting down: running work loses its connections and its state. */
  isStopping(): boolean;
};

type Component = ButtonInteraction | StringSelectMenuInteraction | ModalSubmitInteraction;
type Answerable = ChatInputCommandInteraction | Component;

/** Hands an interaction to its handler. Never throws: errors are shown to the user and logged. */
export async function dispatch(interaction: Interaction, context: DispatchContext): Promise<void> {
  if (interaction.isAutocomplete()) return await complete(interaction, context);
  const isComponent =
    interaction.isButton() || interaction.isStringSelectMenu() || interaction.isModalSubmit();
  if (!interaction.isChatInputCommand() && !isComponent) return;
  try {
    await serve(interaction, context);
  } catch (error) {
    const interrupted = context.isStopping() && !(error instanceof UserError);
    if (!interrupted) await tell(interaction, explanation(error, interaction, context), context);
    else {
      context.log.info({ err: error, user: interaction.user.id }, 'Shutdown interrupted an answer');
      if (!interaction.replied) await tell(interaction, shutdownEmbed(), context);
    }
  }
}

async function serve(interaction: Answerable, context: DispatchContext): Promise<void> {
  if (interaction.guildId !== context.guildId)
    throw new UserError('This bot serves another server, not this one.');
  if (interaction.isChatInputCommand()) {
    const command = context.commands.get(interaction.commandName);
    if (command) return await command.execute(interaction, context.app);
    throw new UserError(`There is no /${interaction.commandName} here. Type / to see the commands.`);
  }
  await use(interaction, context);
}

/** The custom_id says what it belongs to: `action:id`. */
async function use(interaction: Component, context: DispatchContext): Promise<void> {
  const [action = '', ...rest] = interaction.customId.split(':');
  const id = rest.join(':');
  const button = context.buttons.get(action);
  const select = context.selects.get(action);
  if (interaction.isButton() && button) return await button.press(interaction, id, context.app);
  if (interaction.isModalSubmit() && button?.submit) return await button.submit(interaction, id, context.app);
  if (interaction.isStringSelectMenu() && select) return await select.choose(interaction, id, context.app);
  throw new UserError('This button has expired. Run the command again.');
}

async function complete(interaction: AutocompleteInteraction, context: DispatchContext): Promise<void> {
  const command =
    interaction.guildId === context.guildId ? context.commands.get(interaction.commandName) : undefined;
  try {
    if (command?.autocomplete) await command.autocomplete(interaction, context.app);
    else await interaction.respond([]);
  } catch (error) {
    // Nobody waits for this answer: the next keystroke asks again.
    context.log.warn({ err: error, command: interaction.commandName }, 'autocomplete failed');
  }
}

function explanation(error: unknown, interaction: Answerable, context: DispatchContext): APIEmbed {
  if (error instanceof Forbidden) return forbiddenEmbed(error.message, error.roles);
  if (error instanceof UserError) return errorEmbed(error.message);
  const id = randomBytes(4).toString('hex');
  const what = interaction.isChatInputCommand() ? interaction.commandName : interaction.customId;
  context.log.error(
    { err: error, error_id: id, what, user: interaction.user.id },
    'a Discord handler failed',
  );
  return internalErrorEmbed(id);
}

/** Only the asker sees it, unless a public "thinking" waits for its answer. */
async function tell(interaction: Answerable, embed: APIEmbed, { log }: DispatchContext): Promise<void> {
  const message = { embeds: [embed] };
  const privately = { ...message, flags: MessageFlags.Ephemeral } as const;
  try {
    if (interaction.replied) await interaction.followUp(privately);
    else if (!interaction.deferred) await interaction.reply(privately);
    // After `deferUpdate` on a card, `ephemeral` is null: an error must not replace the card.
    else if (interaction.ephemeral !== null) await deliver(interaction, [message]);
    else await interaction.followUp(privately);
  } catch (error) {
    log.warn({ err: error, user: interaction.user.id }, 'could not send the error to the user');
  }
}
