import { ApiError } from '../api-error.ts';
import type { CommandBody } from '../bodies.ts';
import type { Context } from '../context.ts';
import type { StoredCommand } from '../gateway/protocol.ts';
import { validateCommands } from '../validation/commands.ts';
import { applicationId, guildId } from '../world.ts';
import { requireGuild } from './guild.ts';
import type { Call, Route } from './route.ts';

const path = '/applications/:application/guilds/:guild/commands';

/** Registration of a guild's slash commands. */
export const commandRoutes: Route[] = [
  {
    method: 'GET',
    path,
    handle: (context, call) => {
      requireApplication(context, call);
      return { status: 200, body: [...context.store.commands.values()].map(wireCommand) };
    },
  },
  {
    method: 'PUT',
    path,
    handle: (context, call) => {
      requireApplication(context, call);
      const stored = validateCommands(call.json).map((command) => store(context, command));
      context.store.commands.clear();
      for (const command of stored) context.store.commands.set(command.name, command);
      context.store.announce({ kind: 'commands' });
      return { status: 200, body: stored.map(wireCommand) };
    },
  },
];

function requireApplication(context: Context, call: Call): void {
  requireGuild(context, call);
  if (call.param('application') !== applicationId) throw new ApiError(404, 10002, 'Unknown Application');
  if (!context.guild.mayRegister) throw new ApiError(403, 50001, 'Missing Access');
}

/** A command keeps its id as long as its name; its version changes when anything of it does. */
function store(context: Context, command: CommandBody): StoredCommand {
  const before = context.store.commands.get(command.name);
  const id = before?.id ?? context.snowflake();
  const same =
    before &&
    JSON.stringify({ ...before, id, version: '' }) === JSON.stringify({ ...command, id, version: '' });
  return { ...command, id, version: same ? before.version : context.snowflake() };
}

function wireCommand(command: StoredCommand) {
  const permissions = command.default_member_permissions;
  return {
    type: 1,
    nsfw: false,
    dm_permission: true,
    contexts: null,
    integration_types: [0],
    name_localizations: null,
    description_localizations: null,
    ...command,
    default_member_permissions:
      permissions === undefined || permissions === null ? null : String(permissions),
    application_id: applicationId,
    guild_id: guildId,
  };
}
