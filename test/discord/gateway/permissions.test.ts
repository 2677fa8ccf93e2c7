import { Client, GatewayIntentBits, PermissionFlagsBits } from 'discord.js';
import * as fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../../sandbox/discord.ts';
import { guildProblems } from '../../../src/discord/gateway/guild-problems.ts';
import { lackingIn, permissionsIn } from '../../../src/discord/gateway/permissions.ts';
import { readGuild } from '../../../src/discord/gateway/read-guild.ts';
import { rounds } from '../../support/property-time.ts';

const bits = fc
  .subarray(['ViewChannel', 'SendMessages', 'EmbedLinks', 'AttachFiles', 'ReadMessageHistory'] as const)
  .map((names) => String(names.reduce((sum, name) => sum | PermissionFlagsBits[name], 0n)));

it("agrees with discord.js's own reckoning, whatever roles and channel say", async () => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const { guildId, logsChannelId, roles, guild } = sandbox;
  const someone = fc.constantFrom(
    { id: guildId, type: 0 as const },
    { id: roles.oncall, type: 0 as const },
    { id: roles.approver, type: 0 as const },
    { id: sandbox.applicationId, type: 1 as const },
    { id: sandbox.users.member.id, type: 1 as const },
  );
  const overwrites = fc.uniqueArray(
    fc.record({ who: someone, allow: bits, deny: bits }).map(({ who, ...rest }) => ({ ...who, ...rest })),
    { selector: ({ id }) => id },
  );
  const held = fc.subarray([roles.oncall, roles.approver]);
  const property = fc.asyncProperty(bits, held, overwrites, async (everyone, botRoles, channel) => {
    Object.assign(guild, { everyone, botRoles });
    guild.overwrites.set(logsChannelId, channel);
    const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: sandbox.api } });
    const ready = new Promise((resolve) => client.once('clientReady', resolve));
    await client.login(sandbox.token);
    await ready;
    const cached = client.guilds.cache.get(guildId)!;
    const theirs = cached.channels.cache.get(logsChannelId)!.permissionsFor(client.user!)!;
    const asked = { guildId, logsChannelId, boardChannelId: null, counts: false };
    const survey = await readGuild(client.rest, asked);
    await client.destroy();
    const place = { id: guildId, ownerId: survey.guild.owner_id, roles: survey.roles };
    const lacking = lackingIn(permissionsIn(place, survey.bot, channel));
    expect(lacking).toEqual(lackingIn(theirs.bitfield));
    // The sandbox, by its own reckoning, shows the channel to whom we say it does.
    expect(survey.channel === 'hidden').toBe(lacking.includes('View Channel'));
    const expected = { ...asked, oncallRoleId: null, approverRoleIds: [] };
    expect(guildProblems(survey, expected)).toHaveLength(lacking.length > 0 ? 1 : 0);
  });
  await fc.assert(property, { numRuns: rounds(40) });
});

it.each([
  ['an administrator', { id: 'me', roles: ['admin'] }, 'other'],
  ['the owner of the guild', { id: 'me', roles: [] }, 'me'],
])('lets no channel deny anything to %s', (_, member, ownerId) => {
  const admin = String(PermissionFlagsBits.Administrator);
  const guild = {
    id: 'guild',
    ownerId,
    roles: [
      { id: 'guild', permissions: '0' },
      { id: 'admin', permissions: admin },
    ],
  };
  const deny = [{ id: 'guild', type: 0, allow: '0', deny: String(PermissionFlagsBits.SendMessages) }];
  expect(lackingIn(permissionsIn(guild, member, deny))).toEqual([]);
  expect(lackingIn(permissionsIn(guild, { id: 'stranger', roles: [] }, deny))).toHaveLength(5);
});
