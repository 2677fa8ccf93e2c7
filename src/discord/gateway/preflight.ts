import type { REST } from 'discord.js';
import { UserError } from '../../text/user-error.ts';
import { guildTroubles } from './guild-troubles.ts';
import type { Expected } from './guild-troubles.ts';
import { surveyGuild } from './survey.ts';
import { lineOf } from './trouble.ts';
import type { Trouble } from './trouble.ts';

/**
 * Looks at the channel and the roles that the environment names, before the bot says that it serves: an alert that
 * cannot be posted would be lost without a word.
 * @returns what the bot can live with
 * @throws UserError a line with its cure for each that it cannot
 */
export async function preflight(rest: REST, expected: Expected): Promise<Trouble[]> {
  const troubles = guildTroubles(await surveyGuild(rest, { ...expected, counts: false }), expected);
  const broken = troubles.filter(({ status }) => status === 'broken');
  if (broken.length > 0) throw new UserError(broken.map(lineOf).join('\n'));
  return troubles;
}
