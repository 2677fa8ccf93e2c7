import type { StringSelectMenuInteraction } from 'discord.js';
import type { App } from '../../app.ts';

/** What a choice does: one file per select, listed in index.ts under its action. The custom_id is `action:id`. */
export type Select = {
  /** A UserError thrown here is shown verbatim to the person who chose. */
  choose(interaction: StringSelectMenuInteraction, id: string, app: App): Promise<void>;
};
