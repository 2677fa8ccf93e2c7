import { clickerOf } from '../answers/clicker.ts';
import type { Button } from './button.ts';

export const approve = {
  async press(interaction, id, app) {
    // The card itself is the answer; only the person who clicked sees what is wrong with the click.
    await interaction.deferUpdate();
    await app.remediation().approve(id, clickerOf(interaction));
  },
} satisfies Button;
