import { ButtonStyle, ComponentType, MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/text/user-error.ts';
import { aCommand, anApp } from '../support/discord/app.ts';
import { inSandbox } from '../support/discord/bot.ts';

const bot = inSandbox();

function row(label: string, custom_id: string) {
  const button = { type: ComponentType.Button, style: ButtonStyle.Primary, label, custom_id } as const;
  return { type: ComponentType.ActionRow, components: [button] } as const;
}

describe('buttons', () => {
  const withButton = aCommand('card', async (interaction) => {
    await interaction.reply({
      content: 'card',
      components: [row('Go', 'go:one:two'), row('Old', 'gone:one')],
    });
  });

  it('are dispatched by the action before the colon, and get the id behind it', async () => {
    const pressed: string[] = [];
    await bot.start(anApp(), {
      commands: withButton,
      buttons: {
        go: {
          async press(interaction, id) {
            pressed.push(id);
            await interaction.reply({ content: 'gone', flags: MessageFlags.Ephemeral });
          },
        },
      },
    });
    await bot.sandbox.command('card');
    const card = await bot.sandbox.waitFor(({ content }) => content === 'card');
    await bot.sandbox.click(card.id, 'go:one:two');
    await bot.sandbox.waitFor(({ content }) => content === 'gone');
    expect(pressed).toEqual(['one:two']);
  });

  it('that nothing answers to any more say so, and leave their card', async () => {
    await bot.start(anApp(), { commands: withButton });
    await bot.sandbox.command('card');
    const card = await bot.sandbox.waitFor(({ content }) => content === 'card');
    await bot.sandbox.click(card.id, 'gone:one');
    const message = await bot.sandbox.waitFor(({ embeds }) => embeds.length > 0);
    expect(message.embeds[0]?.description).toContain('has expired');
    expect(message.ephemeral_for).not.toBeNull();
  });

  it('that fail after an update tell who clicked, and leave their card', async () => {
    await bot.start(anApp(), {
      commands: withButton,
      buttons: {
        go: {
          async press(interaction) {
            await interaction.deferUpdate();
            throw new UserError('Not now.');
          },
        },
      },
    });
    await bot.sandbox.command('card');
    const card = await bot.sandbox.waitFor(({ content }) => content === 'card');
    await bot.sandbox.click(card.id, 'go:one:two');
    const message = await bot.sandbox.waitFor(({ embeds }) => embeds.length > 0);
    expect(message.id).not.toBe(card.id);
    expect(message.ephemeral_for).not.toBeNull();
  });
});
