import { ack } from './ack.ts';
import type { Command } from '../src/discord/answers/command.ts';
import { drift } from './drift.ts';
import { drill } from './drill.ts';
import { dupes } from './dupes.ts';
import { history } from './history.ts';
import { remediate } from './remediate.ts';
import { services } from './services.ts';
import { silence } from './silence.ts';
import { unack } from './unack.ts';

/** Every slash command, under its name. */
export const commands = {
  ack,
  drift,
  drill,
  dupes,
  history,
  remediate,
  services,
  silence,
  unack,
} satisfies Record<string, Command>;
