import type { Command } from './command.ts';
import { drift } from './drift.ts';
import { dupes } from './dupes.ts';

/** Every slash command, under its name. */
export const commands = { drift, dupes } satisfies Record<string, Command>;
