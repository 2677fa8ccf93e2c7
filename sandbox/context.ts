import type { Clock } from './clock.ts';
import type { Faults } from './faults.ts';
import type { Gateway } from './gateway/gateway.ts';
import type { GuildState } from './guild-state.ts';
import type { Store } from './store.ts';

/** What every part of one sandbox shares. */
export type Context = {
  clock: Clock;
  store: Store;
  gateway: Gateway;
  faults: Faults;
  guild: GuildState;
  /** a new id */
  snowflake(): string;
  /** `http://127.0.0.1:port` */
  url: string;
  /** the bot's */
  token: string;
};
