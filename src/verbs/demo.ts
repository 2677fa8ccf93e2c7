import { startDemoDiscord, startDemoFleet } from '../../sandbox/demo.ts';
import { runBot } from '../bot/run-bot.ts';
import { readEnv } from '../env/env.ts';
import { audit } from './audit.ts';
import { leaving, signalled } from './leave.ts';

type Options = { once?: boolean; still?: boolean; port: number };

/** `driftwatch demo`: the real pipeline over the demo fleet, and the real bot in a local stand-in for Discord (DESIGN 9). */
export function demo(options: Options): Promise<number> {
  return leaving(run(options));
}

async function run(options: Options): Promise<number> {
  // Also when its terminal is closed: no private key and no process must stay behind.
  const stopped = signalled('SIGHUP');
  process.stderr.write('Making a small fleet on this machine: repositories, services, processes …\n');
  const fleet = await startDemoFleet();
  try {
    if (options.once) {
      await audit('all', { format: 'text' }, readEnv(fleet.environment));
      return 0;
    }
    const discord = await startDemoDiscord(options.port);
    try {
      const env = readEnv({ ...fleet.environment, ...discord.environment });
      return await runBot(env, stopped, () => {
        process.stdout.write(discord.invitation);
        if (!options.still) fleet.live();
      });
    } finally {
      await discord.close();
    }
  } finally {
    fleet.stop();
  }
}
