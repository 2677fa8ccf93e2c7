import { REST, Routes } from 'discord.js';
import { z } from 'zod';
import { restRequest } from '../../clients/http/rest-request.ts';
import { approverProblems, channelProblems, oncallProblems } from '../../discord/gateway/guild-problems.ts';
import { readGuild } from '../../discord/gateway/read-guild.ts';
import type { GuildReading } from '../../discord/gateway/read-guild.ts';
import { inviteUrl, problemOf, wrongApplication } from '../../discord/gateway/problem.ts';
import type { Place } from '../../discord/gateway/problem.ts';
import { approvers } from '../approvers.ts';
import type { Check, DoctorContext } from '../check.ts';
import { broken, ok, skipped } from '../result.ts';
import type { Line } from '../result.ts';

/** for all of Discord's answers together */
const DEADLINE_MS = 15_000;
const PORTAL = 'https://discord.com/developers/applications';

const Application = z.object({ id: z.string(), name: z.string() });

/** The token, the guild, the commands, the channel and the roles; and the bot's invite link. */
export const discord: Check = {
  name: 'discord',
  examine: async (context) => [...(await connection(context)), ...invitation(context)],
};

function invitation({ env }: DoctorContext): Line[] {
  const { discordApplicationId: applicationId, discordGuildId: guildId } = env;
  if (applicationId === null)
    return [skipped('invite address', 'DISCORD_APPLICATION_ID is not set', `Copy the id from ${PORTAL}.`)];
  return [ok('invite address', inviteUrl({ applicationId, guildId }))];
}

async function connection(context: DoctorContext): Promise<Line[]> {
  const {
    discordToken,
    discordApplicationId: applicationId,
    discordGuildId: guildId,
    discordApiUrl: apiUrl,
  } = context.env;
  if (!discordToken || !applicationId || !guildId) return [];
  const place = { applicationId, guildId, apiUrl };
  const options = { api: apiUrl, makeRequest: restRequest, retries: 1, timeout: DEADLINE_MS };
  const rest = new REST(options).setToken(discordToken);
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const lines: Line[] = [];
  let inGuild = false;
  try {
    const { id, name } = Application.parse(await rest.get(Routes.currentApplication(), { signal }));
    lines.push(ok('DISCORD_TOKEN', `belongs to ${name} (${id})`));
    if (id !== applicationId) return [...lines, wrongApplication(place, id)];
    const survey = await readGuild(rest, askedOf(context, guildId), signal);
    lines.push(
      ok('DISCORD_GUILD_ID', `the bot is in ${survey.guild.name}`),
      ...guildLines(survey, context, guildId),
    );
    inGuild = true;
    await rest.get(Routes.applicationGuildCommands(applicationId, guildId), { signal });
    return [...lines, ok('slash commands', 'the bot may register them')];
  } catch (error) {
    return [...lines, lineFor(error, place, inGuild)];
  }
}

function askedOf({ env }: DoctorContext, guildId: string) {
  const { discordLogsChannelId: logsChannelId, discordBoardChannelId: boardChannelId } = env;
  return { guildId, logsChannelId, boardChannelId, counts: env.discordApproverRoleIds.length > 0 };
}

function lineFor(error: unknown, place: Place, inGuild: boolean): Line {
  if (error instanceof Error && /^(?:Abort|Timeout)Error$/.test(error.name)) {
    const detail = `it gave no answer at ${place.apiUrl} within ${DEADLINE_MS / 1000} s`;
    return broken('Discord', detail, 'Check the network, and DISCORD_API_URL if it is set.');
  }
  const problem = problemOf(error, place, inGuild);
  if (problem === null) throw error;
  return problem;
}

function guildLines(survey: GuildReading, { env, manifest }: DoctorContext, guildId: string): Line[] {
  const expected = {
    guildId,
    logsChannelId: env.discordLogsChannelId,
    boardChannelId: env.discordBoardChannelId,
    oncallRoleId: env.discordOncallRoleId,
    approverRoleIds: env.discordApproverRoleIds,
  };
  const fourEyes = manifest.problems === null && manifest.manifest.policy.four_eyes;
  const unless = (problems: Line[], subject: string, detail: string, isSet: boolean) =>
    problems.length > 0 || !isSet ? problems : [ok(subject, detail)];
  const missing = approverProblems(survey, expected);
  return [
    ...unless(
      channelProblems(survey, expected, 'logs'),
      'DISCORD_LOGS_CHANNEL_ID',
      'the bot may post there',
      expected.logsChannelId !== null,
    ),
    ...unless(
      channelProblems(survey, expected, 'board'),
      'DISCORD_BOARD_CHANNEL_ID',
      'the bot may keep the board there',
      expected.boardChannelId !== null,
    ),
    ...unless(
      oncallProblems(survey, expected),
      'DISCORD_ONCALL_ROLE_ID',
      'the bot may mention it',
      expected.oncallRoleId !== null,
    ),
    ...(missing.length > 0 || expected.approverRoleIds.length === 0
      ? missing
      : [approvers(survey.counts, expected.approverRoleIds, fourEyes)]),
  ];
}
