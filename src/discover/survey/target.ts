import { Address, Name, Port, UserName } from '../../inventory/fields.ts';
import { quoted } from '../../inventory/text/problem.ts';
import { UserError } from '../../text/user-error.ts';

/** The machine to read. `user` and `port` are null if the command line has none. */
export type DiscoverTarget = { user: string | null; host: string; port: number | null; name: string | null };

/** Reads `USER@HOST`, `--port` and `--name`. @throws UserError with what to write instead */
export function parseTarget(text: string, options: { port?: string; name?: string }): DiscoverTarget {
  const at = text.lastIndexOf('@');
  const user = at === -1 ? null : text.slice(0, at);
  const host = text.slice(at + 1).replace(/^\[(.*)\]$/, '$1');
  if (user !== null && !UserName.safeParse(user).success)
    throw new UserError(`${quoted(user)} is not a user name: write driftwatch discover USER@HOST`);
  if (!Address.safeParse(host).success) {
    const port = /:\d{1,5}$/.test(host) ? '; give the port with --port' : '';
    throw new UserError(`${quoted(host)} is not a host name or IP address: write USER@HOST${port}`);
  }
  const port = options.port === undefined ? null : Number(options.port);
  if (port !== null && !Port.safeParse(port).success)
    throw new UserError(`--port ${quoted(options.port ?? '')}: must be a number from 1 to 65535`);
  const name = options.name ?? null;
  const checked = name === null ? null : Name.safeParse(name);
  if (checked && !checked.success)
    throw new UserError(
      `--name ${quoted(name ?? '')}: ${checked.error.issues[0]?.message ?? 'cannot be used'}`,
    );
  return { user, host, port, name };
}
