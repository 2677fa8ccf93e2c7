import type { ButtonInteraction, ModalSubmitInteraction, StringSelectMenuInteraction } from 'discord.js';
import type { App } from '../../app.ts';

/**
 * What a click does: one file a button, listed in index.ts under its action. The custom_id is `action:id`; all
 * state is found by the id, so that a button works after a restart. A select and a modal that belong to the button
 * carry its action, too.
 */
export type Button = {
  /** A UserError thrown here is shown to who clicked, as it stands. */
  press(interaction: ButtonInteraction, id: string, app: App): Promise<void>;
  choose?(interaction: StringSelectMenuInteraction, id: string, app: App): Promise<void>;
  submit?(interaction: ModalSubmitInteraction, id: string, app: App): Promise<void>;
};
