import { SlashCommandBuilder } from '@discordjs/builders';
import { servicesPage } from '../src/discord/answers/services-page.ts';
import type { Command } from '../src/discord/answers/command.ts';

export const services = {
  data: new SlashCommandBuilder()
    .setName('services')
    .setDescription('Every service’s last known state: in sync or not, commit, since when')
    .toJSON(),
  async execute(interaction, app) {
    await interaction.deferReply();
    await interaction.editReply(await servicesPage(app, 1));
  },
} satisfies Command;
