import { setTimeout as pause } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox/discord.ts';

/** ms from when a person sends `/drift` to when Discord has the bot's acknowledgement; Infinity if there is none in 3 s. */
export async function acknowledged(sandbox: Sandbox, options: Record<string, string> = {}): Promise<number> {
  const started = performance.now();
  const { interactionId } = await sandbox.command('drift', options);
  while (sandbox.interaction(interactionId)?.answered === null) {
    if (sandbox.interaction(interactionId)?.failed === true) return Number.POSITIVE_INFINITY;
    await pause(1);
  }
  return performance.now() - started;
}

/** Sends `/drift` for one service after another until told to stop. @returns the ms of each acknowledgement */
export async function acknowledgedMeanwhile(
  sandbox: Sandbox,
  services: readonly string[],
  ended: Promise<unknown>,
): Promise<number[]> {
  let going = true;
  void ended.finally(() => (going = false));
  const times: number[] = [];
  for (const service of services) {
    await pause(300);
    if (!going) break;
    times.push(await acknowledged(sandbox, { service }));
  }
  return times;
}
