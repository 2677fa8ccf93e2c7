import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../sandbox/discord.ts';
import type { GatewayOptions } from '../../../src/discord/gateway/gateway.ts';
import { UserError } from '../../../src/text/user-error.ts';
import { anApp } from '../../support/discord/app.ts';
import { inSandbox } from '../../support/discord/bot.ts';

const bot = inSandbox();
const nowhere = '1199999999999999999';

function deny({ guild, logsChannelId, guildId }: Sandbox, ...bits: bigint[]): void {
  const denied = String(bits.reduce((sum, bit) => sum | bit, 0n));
  guild.overwrites.set(logsChannelId, [{ id: guildId, type: 0, allow: '0', deny: denied }]);
}

type Case = [what: string, prepare: (sandbox: Sandbox) => Partial<GatewayOptions> | void, line: RegExp];

const refused: Case[] = [
  [
    'a guild that it is not in',
    ({ guild }) => void (guild.isInGuild = false),
    /^DISCORD_GUILD_ID \d+: the bot is not in this guild\. Correct the id, or invite the bot: https:\/\/discord\.com\/oauth2\/authorize\?client_id=\d+&scope=bot\+applications\.commands&permissions=117760&guild_id=\d+$/,
  ],
  [
    'the id of another application',
    () => ({ applicationId: nowhere }),
    /^DISCORD_APPLICATION_ID 1199999999999999999: DISCORD_TOKEN belongs to another application\. Set 1100000000000000001/,
  ],
  [
    'an invitation without slash commands',
    ({ guild }) => void (guild.mayRegister = false),
    /^Slash commands: the bot was invited without the right to register them\. Invite it again.*applications\.commands/,
  ],
  [
    'a logs channel that is not there',
    () => ({ logsChannelId: nowhere }),
    /^DISCORD_LOGS_CHANNEL_ID 1199999999999999999: there is no such channel\. Set the id of a text channel of "Invictus Labs \(sandbox\)": .*"Copy ID"\.$/,
  ],
  [
    'a logs channel that it may not see',
    (sandbox) => deny(sandbox, PermissionFlagsBits.ViewChannel),
    /^DISCORD_LOGS_CHANNEL_ID \d+: the bot cannot see this channel\. .*allow View Channel, Send Messages, /,
  ],
  [
    'a logs channel that it may not post in',
    (sandbox) => deny(sandbox, PermissionFlagsBits.SendMessages, PermissionFlagsBits.EmbedLinks),
    /^DISCORD_LOGS_CHANNEL_ID \d+: the bot lacks Send Messages, Embed Links in #logs\. .*allow them\.$/,
  ],
  [
    'a logs channel that is a forum',
    ({ guild, logsChannelId }) => void guild.channelTypes.set(logsChannelId, 15),
    /^DISCORD_LOGS_CHANNEL_ID \d+: it is not a text channel/,
  ],
  [
    'a board channel that is not there',
    () => ({ boardChannelId: nowhere }),
    /^DISCORD_BOARD_CHANNEL_ID 1199999999999999999: there is no such channel\. /,
  ],
  [
    'a board channel that it may not see',
    (sandbox) => {
      const { boardChannelId, guild, roles } = sandbox;
      deny({ ...sandbox, guild, roles, logsChannelId: boardChannelId }, PermissionFlagsBits.ViewChannel);
      return { boardChannelId };
    },
    /^DISCORD_BOARD_CHANNEL_ID \d+: the bot cannot see this channel\. /,
  ],
  [
    'an on-call role that is not there',
    () => ({ oncallRoleId: nowhere }),
    /^DISCORD_ONCALL_ROLE_ID 1199999999999999999: "Invictus Labs \(sandbox\)" has no such role\. .*copy the id/,
  ],
  [
    'an approver role that somebody deleted',
    ({ guild, roles }) => void guild.deleted.add(roles.approver),
    /^DISCORD_APPROVER_ROLE_IDS 1100000000000000006: .* has no such role\. /,
  ],
  [
    'the guild in the place of a role',
    ({ guildId }) => ({ approverRoleIds: [guildId] }),
    /^DISCORD_APPROVER_ROLE_IDS 1100000000000000002: this is the id of the guild, not of a role\. /,
  ],
];

describe('a bot that starts', () => {
  it.each(refused)('refuses %s, in one line with its cure', async (_, prepare, line) => {
    const over = prepare(bot.sandbox) ?? {};
    const error: unknown = await bot.start(anApp(), over).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(line);
    expect((error as UserError).message).not.toContain('\n');
    expect(bot.sandbox.isOnline()).toBe(false);
  });

  it('names each of several, a line each', async () => {
    const started = bot.start(anApp(), { logsChannelId: nowhere, oncallRoleId: nowhere });
    await expect(started).rejects.toThrow(/^DISCORD_LOGS_CHANNEL_ID .*\nDISCORD_ONCALL_ROLE_ID .*$/);
  });

  it('goes on, and says so, where it may not mention the on-call role', async () => {
    bot.sandbox.guild.unmentionable.add(bot.sandbox.roles.oncall);
    await bot.start(anApp());
    const warnings = bot.logged.filter(({ level }) => level === 'warn');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.fields).toMatchObject({
      problem: { detail: 'the bot may not mention "on-call", so a page would ping nobody' },
    });
  });

  it('asks for nothing that the environment does not name', async () => {
    await bot.start(anApp(), { logsChannelId: null, oncallRoleId: null, approverRoleIds: [] });
    expect(bot.sandbox.requests.filter(({ path }) => path.startsWith('/channels/'))).toEqual([]);
    expect(bot.logged.filter(({ level }) => level !== 'info')).toEqual([]);
  });
});
