import type { REST } from 'discord.js';
import { UserError } from '../../text/user-error.ts';
import { guildProblems } from './guild-problems.ts';
import type { Expected } from './guild-problems.ts';
import { readGuild } from './read-guild.ts';
import { lineOf } from './problem.ts';
import type { Problem } from './problem.ts';

/**
 * Looks at the channel and the roles that the environment names, before the bot says that it serves: an alert that
 * cannot be posted would be lost without a word.
 * @returns what the bot can live with
 * @throws UserError a line with its cure for each that it cannot
 */
export async function preflight(rest: REST, expected: Expected): Promise<Problem[]> {
  const problems = guildProblems(await readGuild(rest, { ...expected, counts: false }), expected);
  const broken = problems.filter(({ status }) => status === 'broken');
  if (broken.length > 0) throw new UserError(broken.map(lineOf).join('\n'));
  return problems;
}
