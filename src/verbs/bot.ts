import { runBot } from '../bot/run-bot.ts';
import { readEnv } from '../env/env.ts';
import { leaving, signalled } from './leave.ts';

/** `driftwatch bot`. @returns the exit code */
export function bot(): Promise<number> {
  return leaving(runBot(readEnv(), signalled()));
}
