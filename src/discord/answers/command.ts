import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { App } from '../../app.ts';

/** A slash command: one file each, listed in index.ts. */
export type Command = {
  data: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** A UserError thrown here is shown verbatim to the person who asked. */
  execute(interaction: ChatInputCommandInteraction, app: App): Promise<void>;
  autocomplete?(interaction: AutocompleteInteraction, app: App): Promise<void>;
};
