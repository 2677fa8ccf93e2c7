import { clickerOf } from '../answers/clicker.ts';
import type { Button } from './button.ts';

export const approve = {
  async press(interaction, id, app) {
    // The card itself is the answer; what is wrong with the click is told to who clicked.
    await interaction.deferUpdate();
    await app.remediation().approve(id, clickerOf(interaction));
  },
} satisfies Button;
