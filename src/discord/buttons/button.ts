import type { ButtonInteraction, ModalSubmitInteraction } from 'discord.js';
import type { App } from '../../app.ts';

/**
 * What a click does: one file per button, listed in index.ts under its action. The custom_id is `action:id`. All state is
 * found by the id, so a button works after a restart.
 */
export type Button = {
  /** A UserError thrown here is shown verbatim to the person who clicked. */
  press(interaction: ButtonInteraction, id: string, app: App): Promise<void>;
  /** Handles the modal that the click opened, or the choice after it: same action, but the modal's own id. */
  submit?(interaction: ModalSubmitInteraction, id: string, app: App): Promise<void>;
};
