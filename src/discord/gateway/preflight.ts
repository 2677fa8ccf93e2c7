import type { REST } from 'discord.js';
import { UserError } from '../../text/user-error.ts';
import { guildProblems } from './guild-problems.ts';
import type { Expected } from './guild-problems.ts';
import { readGuild } from './read-guild.ts';
import { lineOf } from './problem.ts';
import type { Problem } from './problem.ts';

/**
 * Checks the channels and roles of the environment before the bot reports itself ready: an alert that cannot be posted
 * would be lost silently.
 * @returns problems that the bot can run with
 * @throws UserError one line with a cure for each problem that it cannot run with
 */
export async function preflight(rest: REST, expected: Expected): Promise<Problem[]> {
  const problems = guildProblems(await readGuild(rest, { ...expected, counts: false }), expected);
  const broken = problems.filter(({ status }) => status === 'broken');
  if (broken.length > 0) throw new UserError(broken.map(lineOf).join('\n'));
  return problems;
}
