import type { Button } from './button.ts';
import { servicesPage } from '../answers/services-page.ts';
import { editAnswer } from '../answers/edit-answer.ts';

/** Turns the page of /services, with the states that are stored now. */
export const services = {
  async press(interaction, id, app) {
    await interaction.deferUpdate();
    await editAnswer(interaction, await servicesPage(app, Number.parseInt(id, 10) || 1));
  },
} satisfies Button;
