import { SlashCommandBuilder, SlashCommandStringOption } from '@discordjs/builders';
import { findingChoice } from '../embeds/acknowledged.ts';
import { limits } from '../embeds/limits.ts';
import { REASON_MAX, acknowledge } from '../src/discord/answers/acknowledge.ts';
import { openFindingsIn } from '../src/discord/answers/open-findings-in.ts';
import type { Command } from '../src/discord/answers/command.ts';

export const ack = {
  data: new SlashCommandBuilder()
    .setName('ack')
    .setDescription('Acknowledge a finding: no alerts about it for a while, unless it gets worse')
    .addStringOption(
      new SlashCommandStringOption()
        .setName('finding')
        .setDescription('Which one')
        .setAutocomplete(true)
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
    .addStringOption(
      new SlashCommandStringOption()
        .setName('until')
        .setDescription(
          '12h, 7d, tomorrow, friday 9:00 or 2026-12-01 18:00: at most 90 days. Default: 7 days',
        ),
    )
    .toJSON(),
  async execute(interaction, app) {
    await acknowledge(interaction, app, {
      finding: interaction.options.getString('finding', true),
      reason: interaction.options.getString('reason', true),
      until: interaction.options.getString('until'),
    });
  },
  async autocomplete(interaction, app) {
    const wanted = interaction.options.getFocused().trim().toLowerCase();
    const openFindings = await openFindingsIn(app, { service: null, machine: null });
    const choices = openFindings
      .filter(({ id }) => id.length <= limits.choice)
      .map((finding) => ({ name: findingChoice(finding), value: finding.id, finding }))
      .filter(({ finding: { service, machine, type, summary }, name, value }) =>
        [name, value, service, machine, type, type.replaceAll('_', ' '), summary].some((text) =>
          text?.toLowerCase().includes(wanted),
        ),
      );
    await interaction.respond(choices.slice(0, limits.choices).map(({ name, value }) => ({ name, value })));
  },
} satisfies Command;
