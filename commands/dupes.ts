import { SlashCommandBuilder } from '@discordjs/builders';
import { answer } from '../src/discord/answers/answer.ts';
import type { Command } from '../src/discord/answers/command.ts';
import { complete, machineOption, requestOf, serviceOption } from '../src/discord/answers/options.ts';

export const dupes = {
  data: new SlashCommandBuilder()
    .setName('dupes')
    .setDescription('Services that run more than once or not at all (process tables only)')
    .addStringOption(serviceOption)
    .addStringOption(machineOption)
    .toJSON(),
  execute: (interaction, app) => answer(interaction, app, requestOf(interaction, 'processes')),
  autocomplete: complete,
} satisfies Command;
