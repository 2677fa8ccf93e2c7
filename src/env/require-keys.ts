import { UserError } from '../text/user-error.ts';
import type { Env } from './named.ts';

/** What the bot cannot do without; the other commands need no key. */
type BotKeys = { discordToken: string; discordApplicationId: string; discordGuildId: string };

const botKeys = [
  ['DISCORD_TOKEN', 'discordToken', "the bot's login: Developer Portal, Bot, Reset Token"],
  ['DISCORD_APPLICATION_ID', 'discordApplicationId', 'the application whose commands are registered'],
  ['DISCORD_GUILD_ID', 'discordGuildId', 'the server that the bot serves'],
] as const;

/** The environment with the keys of the command in it. @throws UserError naming each missing key and what it is for */
export function requireKeys(env: Env, command: 'bot'): Env & BotKeys {
  const { discordToken, discordApplicationId, discordGuildId } = env;
  if (discordToken && discordApplicationId && discordGuildId) {
    return { ...env, discordToken, discordApplicationId, discordGuildId };
  }
  const missing = botKeys.filter(([, name]) => !env[name]).map(([key, , purpose]) => `${key} (${purpose})`);
  throw new UserError(`${command} needs ${missing.join(', ')}: set them in the environment or in .env`);
}
