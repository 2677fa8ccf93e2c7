import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  type ChatInputCommandInteraction,
  type Interaction,
  MessageFlags,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';

const SERVICES = ['akashic-records', 'foresight', 'shiva'];

export const commands = [
  {
    name: 'drift',
    description: 'Compare what should be running with what is',
    options: [
      { type: 3, name: 'service', description: 'One service only', autocomplete: true },
      { type: 3, name: 'machine', description: 'One machine only' },
    ],
  },
  { name: 'dupes', description: 'Look for duplicate processes' },
  { name: 'silent', description: 'Is never answered' },
  { name: 'admin', description: 'For administrators', default_member_permissions: '8' },
];

/** Text as a machine might report it, and all of Discord's markdown. */
export const hostile =
  '<script>window.hacked = 1</script> <img src=x onerror="window.hacked = 1"> ' +
  '**bold** _em_ `code` \\*escaped\\_once\\* [commit](https://example.test/c) [bad](javascript:window.hacked=1) ' +
  '<@1100000000000000008> <#1100000000000000004>';

/** A PNG of one pixel. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A bot with an answer for everything that the page can do. */
export async function answer(interaction: Interaction): Promise<unknown> {
  if (interaction.isAutocomplete()) {
    const fitting = SERVICES.filter((name) => name.startsWith(interaction.options.getFocused()));
    return interaction.respond(fitting.map((name) => ({ name, value: name })));
  }
  if (interaction.isStringSelectMenu())
    return interaction.reply({
      content: `chose ${interaction.values.join()}`,
      flags: MessageFlags.Ephemeral,
    });
  if (interaction.isModalSubmit())
    return interaction.reply(`denied: ${interaction.fields.getTextInputValue('reason')}`);
  if (interaction.isButton() && interaction.customId === 'deny') return interaction.showModal(modal());
  if (interaction.isButton() && interaction.customId === 'count')
    return interaction.update({ content: `${interaction.message.content}+` });
  if (!interaction.isChatInputCommand() || interaction.commandName === 'silent') return null;
  return interaction.commandName === 'drift' ? report(interaction) : interaction.reply('no duplicates');
}

async function report(interaction: ChatInputCommandInteraction): Promise<void> {
  await interaction.deferReply();
  // Long enough for "thinking" to be seen.
  await new Promise((resolve) => setTimeout(resolve, 400));
  const service = interaction.options.getString('service') ?? 'all services';
  await interaction.editReply({
    content: 'report',
    allowedMentions: { parse: [] },
    files: [
      { attachment: Buffer.from('all of it'), name: 'report.md' },
      { attachment: dot, name: 'dot.png', description: 'One green "dot".' },
    ],
    embeds: [
      {
        title: `2 findings for ${service}`,
        color: 0xed4245,
        description: hostile,
        image: { url: 'attachment://dot.png' },
        thumbnail: { url: 'https://example.test/elsewhere.png' },
        fields: [
          {
            name: 'CRITICAL · shiva',
            value: `runs twice since <t:${Math.floor(Date.now() / 1000) - 7200}:R>`,
          },
          { name: 'Machines', value: '2', inline: true },
          { name: 'Services', value: '9', inline: true },
        ],
        footer: { text: 'audit 3f2a' },
        timestamp: new Date().toISOString(),
      },
    ],
    components: [buttons(), choices()],
  });
}

function buttons() {
  return new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder({ customId: 'count', label: 'Run again', style: ButtonStyle.Primary }),
    new ButtonBuilder({ customId: 'deny', label: 'Deny', style: ButtonStyle.Danger }),
    new ButtonBuilder({ customId: 'lost', label: 'Nobody listens', style: ButtonStyle.Secondary }),
    new ButtonBuilder({ customId: 'off', label: 'Off', style: ButtonStyle.Success, disabled: true }),
    new ButtonBuilder({ url: 'https://example.test', label: 'Commits', style: ButtonStyle.Link }),
  );
}

function choices() {
  const options = ['shiva', 'akashic-records'].map((name) => ({
    label: name,
    value: name,
    description: 'drift',
  }));
  return new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
    new StringSelectMenuBuilder({ customId: 'pick', placeholder: 'Choose a finding', options }),
  );
}

function modal(): ModalBuilder {
  const reason = new TextInputBuilder({
    customId: 'reason',
    label: 'Reason',
    style: TextInputStyle.Paragraph,
  });
  return new ModalBuilder({ customId: 'why', title: 'Why not?' }).addComponents(
    new ActionRowBuilder<TextInputBuilder>().addComponents(reason),
  );
}
