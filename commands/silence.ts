import { SlashCommandBuilder, SlashCommandStringOption } from '@discordjs/builders';
import { silenceEmbed } from '../embeds/silence.ts';
import { REASON_MAX } from '../src/discord/answers/acknowledge.ts';
import { clickerOf } from '../src/discord/answers/clicker.ts';
import type { Command } from '../src/discord/answers/command.ts';
import { silenceScope } from '../src/discord/answers/silence-scope.ts';
import { complete, machineOption, serviceOption } from '../src/discord/answers/options.ts';
import { parseUntil } from '../src/discord/answers/until.ts';
import { UserError } from '../src/text/user-error.ts';
import { editAnswer } from '../src/discord/answers/edit-answer.ts';

export const silence = {
  data: new SlashCommandBuilder()
    .setName('silence')
    .setDescription(
      'No alerts for a service or machine for a while; CRITICAL of a trading service still gets through',
    )
    .addStringOption(
      new SlashCommandStringOption()
        .setName('for')
        .setDescription('How long: 2h, 1d, tomorrow, friday 9:00 or 2026-12-01 18:00, at most 90 days')
        .setRequired(true),
    )
    .addStringOption(
      new SlashCommandStringOption()
        .setName('reason')
        .setDescription('Reason')
        .setMinLength(1)
        .setMaxLength(REASON_MAX)
        .setRequired(true),
    )
    .addStringOption(serviceOption)
    .addStringOption(machineOption)
    .toJSON(),
  async execute(interaction, app) {
    const service = interaction.options.getString('service');
    const machine = interaction.options.getString('machine');
    const reason = interaction.options.getString('reason', true).trim();
    const lost = ` Nothing was silenced. You wrote: ${reason}`;
    if ((service === null) === (machine === null))
      throw new UserError(`Name one service or one machine.${lost}`);
    if (reason === '') throw new UserError('Say why in a few words.');
    const until = untilOf(interaction.options.getString('for', true), app.timezone, lost);
    const scope = await silenceScope(app, { service, machine });
    await interaction.deferReply();
    const by = clickerOf(interaction).name;
    const silence = await app.records.silence(
      { service: scope.service, machine: scope.machine, by, reason },
      until,
    );
    await editAnswer(interaction, { embeds: [silenceEmbed({ ...silence, trading: scope.trading })] });
  },
  autocomplete: complete,
} satisfies Command;

function untilOf(text: string, timezone: string, lost: string): number {
  try {
    return parseUntil(text, Date.now(), timezone);
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${error.message}${lost}`) : error;
  }
}
