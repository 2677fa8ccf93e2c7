import { SlashCommandBuilder } from '@discordjs/builders';
import { answer } from '../src/discord/answers/answer.ts';
import type { Command } from '../src/discord/answers/command.ts';
import { complete, machineOption, requestOf, serviceOption } from '../src/discord/answers/options.ts';

export const drift = {
  data: new SlashCommandBuilder()
    .setName('drift')
    .setDescription('What should be running, what is, and the gap between them')
    .addStringOption(serviceOption)
    .addStringOption(machineOption)
    .toJSON(),
  execute: (interaction, app) => answer(interaction, app, requestOf(interaction, 'all')),
  autocomplete: complete,
} satisfies Command;
