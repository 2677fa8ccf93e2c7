import { MessageFlags } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/discord.ts';
import { startBot } from '../support/sandbox/bot.ts';

let sandbox: Sandbox;
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await sandbox.close();
  if (sandbox.unknown.length > 0) throw new Error(`unknown to the sandbox: ${sandbox.unknown.join('; ')}`);
});

async function bot(
  ...parameters: Parameters<typeof startBot> extends [unknown, ...infer Rest] ? Rest : never
) {
  const started = await startBot(sandbox, ...parameters);
  stops.push(started.stop);
  return started;
}

const drift = { name: 'drift', description: 'What should be running, and what is' };

describe('a discord.js client in the sandbox', () => {
  it('logs in, registers a command, defers and edits', async () => {
    const { client, errors } = await bot(
      async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        await interaction.deferReply();
        await interaction.editReply({
          embeds: [{ title: 'Drift', description: 'two shivas', color: 0xed4245 }],
        });
      },
      [drift],
    );
    expect(client.user.username).toBe('driftwatch');
    await sandbox.command('drift');
    const message = await sandbox.waitFor(({ embeds }) => embeds.length > 0);
    expect(message.embeds[0]).toMatchObject({ title: 'Drift', description: 'two shivas', type: 'rich' });
    expect(message.flags).toBe(0);
    expect(message.interaction?.name).toBe('drift');
    expect(errors).toEqual([]);
  });

  it('answers ephemerally to the asker alone', async () => {
    const { errors } = await bot(
      async (interaction) => {
        if (interaction.isChatInputCommand())
          await interaction.reply({ content: 'only you', flags: MessageFlags.Ephemeral });
      },
      [drift],
    );
    await sandbox.command('drift', {}, { user: sandbox.users.member });
    const message = await sandbox.waitFor(({ content }) => content === 'only you');
    expect(message.ephemeral_for).toBe(sandbox.users.member.id);
    expect(errors).toEqual([]);
  });
});
