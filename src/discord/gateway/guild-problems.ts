import { ChannelType } from 'discord.js';
import { lackingIn, mayMentionAll, permissionsIn } from './permissions.ts';
import type { ChannelReading, GuildReading } from './read-guild.ts';
import type { Problem } from './problem.ts';
import { withoutUnprintable } from '../../text/unprintable.ts';

/** The ids that the environment sets for the guild. */
export type Expected = {
  guildId: string;
  /** null: nothing is posted */
  logsChannelId: string | null;
  /** null: there is no board */
  boardChannelId: string | null;
  /** null: nobody is mentioned */
  oncallRoleId: string | null;
  approverRoleIds: readonly string[];
};

// Channels whose messages stay visible: threads are archived, and forums take no messages.
const textChannels: number[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement];

const COPY_ID = 'developer mode, right click, "Copy ID"';

/** What prevents the bot from doing its work in the guild. */
export function guildProblems(survey: GuildReading, expected: Expected): Problem[] {
  return [
    ...channelProblems(survey, expected, 'logs'),
    ...channelProblems(survey, expected, 'board'),
    ...oncallProblems(survey, expected),
    ...approverProblems(survey, expected),
  ];
}

export function channelProblems(
  survey: GuildReading,
  { guildId, logsChannelId, boardChannelId }: Expected,
  which: 'logs' | 'board',
): Problem[] {
  const [key, id, channel] =
    which === 'logs'
      ? (['DISCORD_LOGS_CHANNEL_ID', logsChannelId, survey.channel] as const)
      : (['DISCORD_BOARD_CHANNEL_ID', boardChannelId, survey.board] as const);
  if (id === null || channel === null) return [];
  const problem = (detail: string, cure: string): Problem[] => [
    { status: 'broken', subject: `${key} ${id}`, detail, cure },
  ];
  const another = `Set the id of a text channel of ${quoted(survey.guild.name)}: ${COPY_ID}.`;
  if (channel === 'unknown') return problem('there is no such channel', another);
  if (channel === 'hidden') {
    return problem(
      'the bot cannot see this channel',
      `In its settings, "Permissions", add the bot and allow ${lackingIn(0n).join(', ')}; or correct the id.`,
    );
  }
  if (channel.guild_id !== guildId) return problem('the channel is in another guild', another);
  if (!textChannels.includes(channel.type))
    return problem('it is not a text channel, which the bot needs', another);
  const lacking = lackingIn(botPermissions(survey, channel));
  if (lacking.length === 0) return [];
  return problem(
    `the bot lacks ${lacking.join(', ')} in #${quoted(channel.name ?? 'channel', false)}`,
    `In the channel's settings, "Permissions", add the bot and allow ${lacking.length === 1 ? 'it' : 'them'}.`,
  );
}

export function oncallProblems(survey: GuildReading, { oncallRoleId, guildId }: Expected): Problem[] {
  if (oncallRoleId === null) return [];
  const missing = roleProblems(survey, 'DISCORD_ONCALL_ROLE_ID', [oncallRoleId], guildId);
  const role = survey.roles.find(({ id }) => id === oncallRoleId);
  if (missing.length > 0 || !role || role.mentionable) return missing;
  const channel = isRead(survey.channel) ? survey.channel : { permission_overwrites: [] };
  if (mayMentionAll(botPermissions(survey, channel))) return [];
  return [
    {
      status: 'warning',
      subject: `DISCORD_ONCALL_ROLE_ID ${oncallRoleId}`,
      detail: `the bot may not mention ${quoted(role.name)}, so a page would ping nobody`,
      cure: 'In the server settings, "Roles", allow anyone to mention this role.',
    },
  ];
}

export function approverProblems(survey: GuildReading, { approverRoleIds, guildId }: Expected): Problem[] {
  return roleProblems(survey, 'DISCORD_APPROVER_ROLE_IDS', approverRoleIds, guildId);
}

function roleProblems(survey: GuildReading, key: string, ids: readonly string[], guildId: string): Problem[] {
  return ids
    .filter((id) => id === guildId || !survey.roles.some((role) => role.id === id))
    .map((id) => ({
      status: 'broken',
      subject: `${key} ${id}`,
      detail:
        id === guildId
          ? 'this is the id of the guild, not of a role'
          : `${quoted(survey.guild.name)} has no such role`,
      cure: `In the server settings, "Roles", copy the id of the right role: ${COPY_ID}.`,
    }));
}

function botPermissions(
  { guild, roles, bot }: GuildReading,
  channel: Pick<Channel, 'permission_overwrites'>,
): bigint {
  const place = { id: guild.id, ownerId: guild.owner_id, roles };
  return permissionsIn(place, bot, channel.permission_overwrites);
}

type Channel = Exclude<ChannelReading, string | null>;

function isRead(channel: ChannelReading): channel is Channel {
  return channel !== null && typeof channel !== 'string';
}

/** A name that people typed, on one line and short. */
function quoted(name: string, marks = true): string {
  const shown = withoutUnprintable(name, ' ').slice(0, 60);
  return marks ? `"${shown}"` : shown;
}
