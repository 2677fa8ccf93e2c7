import { SlashCommandBuilder, SlashCommandStringOption } from '@discordjs/builders';
import { findingChoice } from '../embeds/acknowledged.ts';
import { silenceChoice, silencedText, muteEndedEmbed } from '../embeds/silence.ts';
import { limits } from '../embeds/limits.ts';
import { clickerOf } from '../src/discord/answers/clicker.ts';
import { openFindingsIn } from '../src/discord/answers/open-findings-in.ts';
import type { Command } from '../src/discord/answers/command.ts';
import type { App } from '../src/app.ts';
import { UserError } from '../src/text/user-error.ts';
import { editAnswer } from '../src/discord/answers/edit-answer.ts';

const SILENCE = 'silence:';

export const unack = {
  data: new SlashCommandBuilder()
    .setName('unack')
    .setDescription('End an acknowledgement or a silence early: alerts are sent again')
    .addStringOption(
      new SlashCommandStringOption()
        .setName('finding')
        .setDescription('Which one')
        .setAutocomplete(true)
        .setRequired(true),
    )
    .toJSON(),
  async execute(interaction, app) {
    const chosen = interaction.options.getString('finding', true);
    const all = await endable(app);
    const meant = all.find(({ value }) => value === chosen);
    if (!meant)
      throw new UserError('Nothing with that name is muted now. Choose one from the list that /unack shows.');
    await interaction.deferReply();
    const ended = chosen.startsWith(SILENCE)
      ? await app.records.endSilence(chosen.slice(SILENCE.length))
      : await app.records.unacknowledge(chosen);
    await editAnswer(interaction, {
      embeds: [muteEndedEmbed(meant.shown, ended, clickerOf(interaction).name)],
    });
  },
  async autocomplete(interaction, app) {
    const wanted = interaction.options.getFocused().trim().toLowerCase();
    const fitting = (await endable(app)).filter(({ name }) => name.toLowerCase().includes(wanted));
    await interaction.respond(fitting.slice(0, limits.choices).map(({ name, value }) => ({ name, value })));
  },
} satisfies Command;

/** A choice, and how the answer names it. */
type Endable = { name: string; value: string; shown: string };

/** What can be ended: silences, then acknowledged findings. */
async function endable(app: App): Promise<Endable[]> {
  const [silences, openFindings] = await Promise.all([
    app.records.silences(),
    openFindingsIn(app, { service: null, machine: null }),
  ]);
  const acknowledged = openFindings.filter(
    ({ id, status }) => status === 'acknowledged' && id.length <= limits.choice,
  );
  return [
    ...silences.map((silence) => ({
      name: silenceChoice(silence),
      value: `${SILENCE}${silence.id}`,
      shown: silencedText(silence),
    })),
    ...acknowledged.map((finding) => ({
      name: findingChoice(finding),
      value: finding.id,
      shown: finding.title,
    })),
  ];
}
