import { SlashCommandBuilder, SlashCommandStringOption } from '@discordjs/builders';
import { clickerOf } from '../src/discord/answers/clicker.ts';
import { requestAnswer } from '../src/discord/answers/request-answer.ts';
import { UserError } from '../src/text/user-error.ts';
import type { Command } from '../src/discord/answers/command.ts';
import { openFindingsIn } from '../src/discord/answers/open-findings-in.ts';
import { nearest, serviceOption } from '../src/discord/answers/options.ts';
import { editAnswer } from '../src/discord/answers/edit-answer.ts';

const spoken = (action: string) => action.replaceAll('-', ' ');

export const remediate = {
  data: new SlashCommandBuilder()
    .setName('remediate')
    .setDescription('Request a remediation. Nothing runs until an approver agrees')
    .addStringOption(
      new SlashCommandStringOption()
        .setName(serviceOption.name)
        .setDescription('The service')
        .setAutocomplete(true)
        .setRequired(true),
    )
    .addStringOption(
      new SlashCommandStringOption()
        .setName('action')
        .setDescription('What to do; it applies to the worst finding that it can fix')
        .setAutocomplete(true)
        .setRequired(true),
    )
    .toJSON(),
  async execute(interaction, app) {
    const service = interaction.options.getString('service', true);
    const name = interaction.options.getString('action', true);
    await app.check({ trigger: 'command', service, machine: null, only: 'all' });
    const names = app.remediation().actions;
    // Typed with hyphens, or picked from the list, which shows spaces.
    const action = names.find((each) => each === name || spoken(each) === name);
    if (action === undefined)
      throw new UserError(`Unknown action ${JSON.stringify(name)}. Choose one of ${names.join(', ')}.`);
    await interaction.deferReply();
    const wanted = { service, action, finding: null };
    const approval = await app.remediation().request(wanted, clickerOf(interaction));
    await editAnswer(interaction, requestAnswer(approval, interaction.guildId));
  },
  /** Offers only what could be requested now. */
  async autocomplete(interaction, app) {
    const { name, value } = interaction.options.getFocused(true);
    const findings = await openFindingsIn(app, { service: null, machine: null });
    const possible = await app.remediation().options({ findings });
    const service = interaction.options.getString('service');
    const fitting = possible.filter(({ finding }) => name !== 'action' || finding.service === service);
    const choices = fitting.map(({ action, finding }) =>
      name === 'action' ? action : (finding.service ?? ''),
    );
    const names = nearest([...new Set(choices)], value);
    await interaction.respond(
      names.map((each) => ({ name: name === 'action' ? spoken(each) : each, value: each })),
    );
  },
} satisfies Command;
