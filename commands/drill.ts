import { SlashCommandBuilder } from '@discordjs/builders';
import { MessageFlags } from 'discord.js';
import { clickerOf } from '../src/discord/answers/clicker.ts';
import type { Command } from '../src/discord/answers/command.ts';
import { editAnswer } from '../src/discord/answers/edit-answer.ts';

export const drill = {
  data: new SlashCommandBuilder()
    .setName('drill')
    .setDescription('Approvers only: send one false CRITICAL alert, marked as a drill, to test who wakes up')
    .toJSON(),
  async execute(interaction, app) {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const channels = await app.drill(clickerOf(interaction));
    await editAnswer(interaction, {
      content: `The drill has started on ${channels.join(' and ')}: see who is woken. It ends in half a minute.`,
    });
  },
} satisfies Command;
