import { ApiError } from '../api-error.ts';
import type { Context } from '../context.ts';
import { apiGuild } from '../guild.ts';
import { channelsOf, memberCounts, rolesOf } from '../guild-state.ts';
import { apiMember, apiUser, applicationId, bot, guildId, people } from '../world.ts';
import type { Call, Route } from './route.ts';

/** Who am I, where am I, who is there. */
export const guildRoutes: Route[] = [
  {
    method: 'GET',
    path: '/gateway/bot',
    handle: (context) => ({
      status: 200,
      body: {
        url: `${context.url.replace(/^http/, 'ws')}/gateway`,
        shards: 1,
        session_start_limit: { total: 1000, remaining: 999, reset_after: 0, max_concurrency: 1 },
      },
    }),
  },
  { method: 'GET', path: '/users/@me', handle: () => ({ status: 200, body: apiUser(bot) }) },
  {
    method: 'GET',
    path: '/users/:user',
    handle: (_context, call) => ({ status: 200, body: apiUser(findPerson(call, 10013, 'Unknown User')) }),
  },
  {
    method: 'GET',
    path: '/applications/@me',
    handle: () => ({
      status: 200,
      body: { id: applicationId, name: bot.name, description: '', flags: 0, bot: apiUser(bot) },
    }),
  },
  {
    method: 'GET',
    path: '/users/@me/guilds',
    handle: ({ guild }) => ({ status: 200, body: guild.isInGuild ? [apiGuild(guild)] : [] }),
  },
  inGuild('/guilds/:guild', ({ guild }) => apiGuild(guild)),
  inGuild('/guilds/:guild/roles', ({ guild }) => rolesOf(guild)),
  inGuild('/guilds/:guild/roles/member-counts', ({ guild }) => {
    if (guild.countsMembers) return memberCounts();
    throw new ApiError(404, 0, '404: Not Found');
  }),
  inGuild('/guilds/:guild/channels', ({ guild }) => channelsOf(guild)),
  inGuild('/guilds/:guild/members/:user', ({ guild }, call) => {
    const person = findPerson(call, 10007, 'Unknown Member');
    return apiMember(person === bot ? { ...bot, roles: guild.botRoles } : person);
  }),
];

function inGuild(path: string, read: (context: Context, call: Call) => unknown): Route {
  return {
    method: 'GET',
    path,
    handle: (context, call) => {
      requireGuild(context, call);
      return { status: 200, body: read(context, call) };
    },
  };
}

/** @throws ApiError 10004 for a guild that the bot is not in */
export function requireGuild({ guild }: Context, call: Call): void {
  if (!guild.isInGuild || call.param('guild') !== guildId) throw new ApiError(404, 10004, 'Unknown Guild');
}

function findPerson(call: Call, code: number, message: string) {
  const found = [bot, ...people].find((person) => person.id === call.param('user'));
  if (!found) throw new ApiError(404, code, message);
  return found;
}
