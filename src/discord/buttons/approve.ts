import { clickerOf } from '../answers/clicker.ts';
import type { Button } from './button.ts';

export const approve = {
  async press(interaction, id, app) {
    // The updated card is the answer; only the person who clicked sees an error.
    await interaction.deferUpdate();
    await app.remediation().approve(id, clickerOf(interaction));
  },
} satisfies Button;
