import { ButtonStyle, ComponentType, type Interaction, MessageFlags, TextInputStyle } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/discord.ts';
import { startBot } from '../support/sandbox/bot.ts';

let sandbox: Sandbox;
let stop: (() => Promise<void>) | null = null;

beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(async () => {
  await stop?.();
  stop = null;
  await sandbox.close();
});

const commands = [
  {
    name: 'drift',
    description: 'd',
    options: [{ type: 3, name: 'service', description: 'd', autocomplete: true }],
  },
  { name: 'admin', description: 'd', default_member_permissions: '8' },
];

async function bot(answer: (interaction: Interaction) => Promise<unknown>) {
  const started = await startBot(sandbox, answer, commands);
  stop = started.stop;
  return started;
}

const row = <T>(...components: T[]) => ({ type: ComponentType.ActionRow as const, components });
const button = (customId: string, disabled = false) =>
  ({
    type: ComponentType.Button,
    style: ButtonStyle.Primary,
    custom_id: customId,
    label: customId,
    disabled,
  }) as const;
const pick = {
  type: ComponentType.StringSelect,
  custom_id: 'pick',
  options: [{ label: 'A', value: 'a' }],
} as const;
const reason = {
  type: ComponentType.TextInput,
  custom_id: 'reason',
  style: TextInputStyle.Short,
  label: 'Reason',
} as const;

describe('people', () => {
  it('press buttons, choose, and fill in a modal', async () => {
    const { errors } = await bot(async (interaction) => {
      if (interaction.isChatInputCommand())
        await interaction.reply({
          content: 'card',
          components: [row(button('deny:1'), button('off', true)), row(pick)],
        });
      if (interaction.isButton())
        await interaction.showModal({
          custom_id: 'why',
          title: 'Why',
          components: [row(reason)],
        });
      if (interaction.isStringSelectMenu())
        await interaction.update({ content: `chose ${interaction.values.join()}` });
      if (interaction.isModalSubmit() && interaction.isFromMessage())
        await interaction.update({
          content: `denied: ${interaction.fields.getTextInputValue('reason')}`,
          components: [],
        });
    });
    await sandbox.command('drift');
    const { id } = await sandbox.waitFor(({ content }) => content === 'card');
    await sandbox.select(id, 'pick', ['a']);
    await sandbox.waitFor(({ content }) => content === 'chose a');
    const { interactionId } = await sandbox.click(id, 'deny:1');
    await sandbox.waitForModal(interactionId);
    await expect(sandbox.submitModal(interactionId, {})).rejects.toThrow('reason is required');
    await sandbox.submitModal(interactionId, { reason: 'not now' });
    const card = await sandbox.waitFor(({ content }) => content === 'denied: not now');
    expect([card.id, card.components]).toEqual([id, []]);
    expect(errors).toEqual([]);
  });

  it('cannot do what Discord would not offer', async () => {
    await bot(async (interaction) => {
      if (interaction.isChatInputCommand())
        await interaction.reply({
          content: 'secret',
          flags: MessageFlags.Ephemeral,
          components: [row(button('off', true))],
        });
    });
    const { member, approver } = sandbox.users;
    await expect(sandbox.command('admin', {}, { user: member })).rejects.toThrow('Guest may not use /admin');
    await expect(sandbox.command('nope')).rejects.toThrow('/nope is not registered');
    await expect(sandbox.command('drift', { service: 7 })).rejects.toThrow('wants a text');
    await expect(sandbox.command('drift', { host: 'x' })).rejects.toThrow('no option host');
    await sandbox.command('drift', {}, { user: member });
    const { id } = await sandbox.waitFor(({ content }) => content === 'secret');
    await expect(sandbox.click(id, 'off', { user: member })).rejects.toThrow('off is disabled');
    await expect(sandbox.click(id, 'off', { user: approver })).rejects.toThrow('Ada does not see');
    await expect(sandbox.click(id, 'gone', { user: member })).rejects.toThrow('no component gone');
  });

  it('see what the bot proposes, and are told where it does not', async () => {
    await bot(async (interaction) => {
      if (interaction.isAutocomplete() && interaction.options.getFocused() !== '')
        await interaction.respond([{ name: `${interaction.options.getFocused()}!`, value: 'v' }]);
    });
    expect(await sandbox.autocomplete('drift', 'service', 'sh')).toEqual([{ name: 'sh!', value: 'v' }]);
    await expect(sandbox.autocomplete('drift', 'service', '')).rejects.toThrow(
      'The application did not respond',
    );
  });
});
