import { UserError } from '../../text/user-error.ts';
import type { State } from '../state.ts';

/**
 * Opens the store of STATE_URL, and creates its folder and table if needed. Loads a server's client only for a server.
 * @throws UserError if it cannot be used; a damaged file is renamed, never deleted
 */
export async function openState(stateUrl: string, now: () => number): Promise<State> {
  const scheme = stateUrl.split('://')[0] ?? '';
  switch (scheme) {
    case 'sqlite': {
      const { openSqlite } = await import('./sqlite.ts');
      return openSqlite(stateUrl.slice('sqlite://'.length), now);
    }
    case 'redis':
    case 'rediss': {
      const { openRedis } = await import('./redis.ts');
      return openRedis(stateUrl);
    }
    case 'postgres':
    case 'postgresql': {
      const { openPostgres } = await import('./postgres.ts');
      return openPostgres(stateUrl);
    }
    default:
      throw new UserError(
        'STATE_URL must start with sqlite://, redis://, rediss://, postgres:// or postgresql://',
      );
  }
}
