import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { watchingBot } from '../bots/watching-bot.ts';

const PATIENT = { timeout: 120_000, interval: 100 };

/** The service that is restarted. */
export const name = `shiva-${process.pid.toString(36)}`;
/** ms in which the old and the new process both run */
export const OVERLAP = 2000;
/** The expected messages: none about the restarts, one about the copy. */
export const quiet = { ofRestarts: [], ofCopy: 1 };

// With those of watch-system.test.ts, 50 in all in CI.
const restarts = process.env['CI'] ? 12 : 3;

type Watched = Pick<Parameters<typeof watchingBot>[0], 'access'> & {
  service: object;
  restart: () => Promise<void>;
  /** starts one more copy, that stays */
  double: () => Promise<void>;
};

/** What people are sent of the service while it is restarted under the watch's eyes; and how often, once it is doubled. */
export async function told({ access, service, restart, double }: Watched) {
  // Half an interval is between two looks: longer than the overlap on a loaded machine.
  const services = [{ name, machine: 'tesseract', risk_tier: 'CRITICAL', ...service }];
  const bot = await watchingBot({ access, services, environment: { WATCH_INTERVAL: '30s' } });
  const { said } = bot.start();
  await expect.poll(said, PATIENT).toContain('Driftwatch is ready');
  for (let done = 0; done < restarts; done += 1) {
    await restart();
    await pause(Math.random() * 3000);
  }
  const ofRestarts = bot.messages().filter((message) => message.includes(name));
  await double();
  const ofCopy = () => bot.said(`of ${name} are running`, '· new');
  // Each channel gets it at its own time.
  await expect.poll(() => bot.paged(name), PATIENT).toBeGreaterThan(0);
  await expect.poll(ofCopy, PATIENT).toBeGreaterThan(0);
  return { ofRestarts, ofCopy: ofCopy() };
}
