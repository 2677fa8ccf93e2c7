import type { ButtonInteraction, ModalSubmitInteraction } from 'discord.js';
import type { App } from '../../app.ts';

/**
 * What a click does: one file a button, listed in index.ts under its action. The custom_id is `action:id`; all
 * state is found by the id, so that a button works after a restart.
 */
export type Button = {
  /** A UserError thrown here is shown verbatim to the person who clicked. */
  press(interaction: ButtonInteraction, id: string, app: App): Promise<void>;
  /** Takes the modal that the click has opened, or the choice behind it: under the same action, with the modal's own id. */
  submit?(interaction: ModalSubmitInteraction, id: string, app: App): Promise<void>;
};
