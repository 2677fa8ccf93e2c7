import type { PageState } from '../../page-server/page-protocol.ts';

type Named = Pick<PageState, 'people' | 'roles' | 'channels' | 'bot'>;
let known: Named = { people: [], roles: [], channels: [], bot: { id: '', name: '', avatar: '', roles: [] } };

/** Sets what mentions are resolved with. */
export function setNames(state: Named): void {
  known = state;
}

/** Null for a channel that is not here. */
export function nameOfChannel(id: string): string | null {
  return known.channels.find((channel) => channel.id === id)?.name ?? null;
}

/** The name behind a mention's id, as Discord shows ids that it does not know. */
export function nameOf(kind: 'user' | 'role' | 'channel', id: string): string {
  if (kind === 'user')
    return [known.bot, ...known.people].find((person) => person.id === id)?.name ?? 'unknown-user';
  const list = kind === 'role' ? known.roles : known.channels;
  return list.find((entry) => entry.id === id)?.name ?? (kind === 'role' ? 'deleted-role' : 'unknown');
}
