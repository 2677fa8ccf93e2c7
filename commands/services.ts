import { SlashCommandBuilder } from '@discordjs/builders';
import { servicesPage } from '../src/discord/answers/services-page.ts';
import type { Command } from '../src/discord/answers/command.ts';

export const services = {
  data: new SlashCommandBuilder()
    .setName('services')
    .setDescription('Every service as it was last seen: in sync or not, which commit, since when')
    .toJSON(),
  async execute(interaction, app) {
    await interaction.deferReply();
    await interaction.editReply(await servicesPage(app, 1));
  },
} satisfies Command;
