import { SlashCommandBuilder } from '@discordjs/builders';
import { servicesPage } from '../src/discord/answers/services-page.ts';
import type { Command } from '../src/discord/answers/command.ts';
import { editAnswer } from '../src/discord/answers/edit-answer.ts';

export const services = {
  data: new SlashCommandBuilder()
    .setName('services')
    .setDescription('Every service’s last known state: in sync or not, commit, since when')
    .toJSON(),
  async execute(interaction, app) {
    await interaction.deferReply();
    await editAnswer(interaction, await servicesPage(app, 1));
  },
} satisfies Command;
