import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/discord/answers/command.ts';
import { commands } from '../../../commands/index.ts';
import { startGateway } from '../../../src/discord/gateway/gateway.ts';
import { UserError } from '../../../src/text/user-error.ts';
import { aCommand, anApp } from '../../support/discord/app.ts';
import { inSandbox } from '../../support/discord/bot.ts';

const bot = inSandbox();

function registrations(): number {
  return bot.sandbox.requests.filter(({ method, path }) => method === 'PUT' && path.endsWith('/commands'))
    .length;
}

describe('startGateway', () => {
  it('registers the commands once, and not again at the next start', async () => {
    const first = await bot.start(anApp());
    expect(bot.sandbox.commands().map(({ name }) => name)).toEqual(Object.keys(commands));
    await first.close();
    await bot.start(anApp());
    expect(registrations()).toBe(1);
  });

  it('registers again when a definition has changed', async () => {
    await bot.start(anApp(), { commands: aCommand('drift', async () => {}) });
    await bot.start(anApp());
    expect(registrations()).toBe(2);
    expect(bot.sandbox.commands().map(({ name }) => name)).toEqual(Object.keys(commands));
  });

  it('asks for no more than the guilds, and allows no mention by default', async () => {
    await bot.start(anApp(), {
      commands: aCommand('shout', async (interaction) => {
        await interaction.reply(`@everyone <@${bot.sandbox.users.member.id}>`);
      }),
    });
    await bot.sandbox.command('shout');
    const message = await bot.sandbox.waitFor(({ content }) => content.includes('@everyone'));
    expect(message.mentions_pinged).toEqual([]);
  });

  it('names DISCORD_TOKEN and the cure when the token is wrong', async () => {
    await expect(bot.start(anApp(), { token: 'MTIz.abc.def' })).rejects.toThrow(
      /^DISCORD_TOKEN: .*Reset Token.*$/,
    );
    await expect(bot.start(anApp(), { token: 'MTIz.abc.def' })).rejects.toBeInstanceOf(UserError);
  });

  it('names DISCORD_GUILD_ID and the invite address when the bot is not in the guild', async () => {
    await expect(bot.start(anApp(), { guildId: '1199999999999999999' })).rejects.toThrow(
      /^DISCORD_GUILD_ID 1199999999999999999: .*https:\/\/discord\.com\/oauth2\/authorize\?client_id=\d+&scope=bot\+applications\.commands&permissions=\d+/,
    );
  });

  it('names DISCORD_API_URL when nothing answers there', async () => {
    await expect(bot.start(anApp(), { apiUrl: 'http://127.0.0.1:9/api' })).rejects.toThrow(
      /cannot be reached at http:\/\/127\.0\.0\.1:9\/api \(ECONNREFUSED\).*DISCORD_API_URL/,
    );
  });

  it('serves again after the connection was cut', async () => {
    await bot.start(anApp());
    bot.sandbox.faults.dropGateway();
    await expect.poll(() => bot.sandbox.isOnline(), { timeout: 15_000 }).toBe(true);
    await bot.sandbox.command('drift');
    await bot.sandbox.waitFor(({ embeds }) => embeds[0]?.title?.includes('can wait') ?? false);
  });

  it('ends its connection when it is closed', async () => {
    const gateway = await startGateway(bot.optionsFor(anApp()));
    expect(bot.sandbox.isOnline()).toBe(true);
    await gateway.close();
    await expect.poll(() => bot.sandbox.isOnline()).toBe(false);
  });
});

describe('a handler that fails', () => {
  it('shows a UserError as it stands, to the asker alone', async () => {
    await bot.start(anApp(), {
      commands: aCommand('fail', async () => {
        throw new UserError('No service "x*y*". Did you mean z?');
      }),
    });
    await bot.sandbox.command('fail', {}, { user: bot.sandbox.users.member });
    const message = await bot.sandbox.waitFor(({ embeds }) => embeds.length > 0);
    expect(message.ephemeral_for).toBe(bot.sandbox.users.member.id);
    expect(message.embeds[0]?.description).toContain('No service "x\\*y\\*". Did you mean z?');
    expect(bot.logged.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  it.each<[string, Command['execute'], boolean]>([
    ['before it answered', async () => {}, true],
    ['after a public defer', async (interaction) => void (await interaction.deferReply()), false],
    ['after it answered', async (interaction) => void (await interaction.reply('the answer')), true],
  ])('gives an id that the log carries, and no detail, when it crashes %s', async (_, start, isPrivate) => {
    await bot.start(anApp(), {
      commands: aCommand('crash', async (interaction, app) => {
        await start(interaction, app);
        throw new Error('secret detail');
      }),
    });
    await bot.sandbox.command('crash');
    const message = await bot.sandbox.waitFor(({ embeds }) => embeds.length > 0);
    const id = /Internal error `([0-9a-f]{8})`/.exec(message.embeds[0]?.description ?? '')?.[1];
    expect(JSON.stringify(message)).not.toContain('secret detail');
    expect(message.ephemeral_for !== null).toBe(isPrivate);
    const line = bot.logged.find(({ level }) => level === 'error');
    expect(line?.fields).toMatchObject({ error_id: id, err: new Error('secret detail'), what: 'crash' });
    expect(bot.sandbox.messages().filter(({ flags }) => flags & MessageFlags.Loading)).toEqual([]);
  });

  it('leaves what was already answered where it is', async () => {
    await bot.start(anApp(), {
      commands: aCommand('crash', async (interaction) => {
        await interaction.reply('the answer');
        throw new Error('too late');
      }),
    });
    await bot.sandbox.command('crash');
    await bot.sandbox.waitFor(({ embeds }) => embeds.length > 0);
    expect(bot.sandbox.messages().map(({ content }) => content)).toContain('the answer');
  });

  it('says politely that a command is gone', async () => {
    await bot.start(anApp(), { commands: {} });
    const registered = await bot.start(anApp(), { commands: aCommand('old', async () => {}) });
    await registered.close();
    await bot.sandbox.command('old');
    const message = await bot.sandbox.waitFor(({ embeds }) => embeds.length > 0);
    expect(message.embeds[0]?.description).toContain('There is no /old here');
    expect(message.ephemeral_for).not.toBeNull();
  });
});
