import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { lacks } from '../support/machines/system.ts';
import { aWatchedFleet, ended } from '../support/alerting/watched.ts';

const KILLS = process.env['CI'] ? 100 : 6;
const ROUND_MS = 20_000;

type Fleet = Awaited<ReturnType<typeof aWatchedFleet>>;

/** Where the bot may be when it dies: anywhere, or just where something was sent and not yet recorded. */
const points: { name: string; wait: (fleet: Fleet, said: () => string) => Promise<void> }[] = [
  { name: 'anywhere', wait: () => pause(Math.random() * 2500) },
  { name: 'as a message is posted', wait: (fleet) => seen(() => posts(fleet)) },
  { name: 'as a page is sent', wait: (fleet) => seen(fleet.openclaw.calls) },
  { name: 'around the scan', wait: (_, said) => seen(() => said().split('\n').length, Math.random() * 40) },
];

function posts({ sandbox }: Fleet): number {
  return sandbox.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'))
    .length;
}

/** Waits until the count grows, and a moment more. */
async function seen(count: () => number, moreMs = Math.random() * 8): Promise<void> {
  const before = count();
  for (let waited = 0; count() === before && waited < ROUND_MS; waited += 1) await pause(1);
  await pause(moreMs);
}

/** How often the channel was told that a service's finding is new. */
function announced({ sandbox }: Fleet, name: string): number {
  const fields = sandbox.messages().flatMap(({ embeds }) => embeds.flatMap((embed) => embed.fields ?? []));
  return fields.filter(
    (field) => field.name === `🔴 ${name} reports no commit` && field.value.endsWith('· new'),
  ).length;
}

function paged({ openclaw }: Fleet, name: string): number {
  return openclaw.queued.filter((text) => text.includes(`new CRITICAL version_unknown: ${name} on`)).length;
}

describe.skipIf(lacks(['git', 'git']))('a bot that is killed', () => {
  it(
    `announces and pages every finding exactly once, whatever the moment (${KILLS} kills)`,
    { timeout: KILLS * ROUND_MS },
    async () => {
      const fleet = await aWatchedFleet(KILLS);
      for (const [round, name] of fleet.names.entries()) {
        fleet.planted.add(name);
        const { child, said } = fleet.start();
        await points[round % points.length]?.wait(fleet, said);
        child.kill('SIGKILL');
        await ended(child);
      }
      const last = fleet.start();
      const all = (count: (fleet: Fleet, name: string) => number) =>
        Object.fromEntries(fleet.names.map((name) => [name, count(fleet, name)]));
      const once = Object.fromEntries(fleet.names.map((name) => [name, 1]));
      await expect.poll(() => all(paged), { timeout: 60_000 }).toEqual(once);
      await expect.poll(() => all(announced), { timeout: 60_000 }).toEqual(once);
      // What is repeated would be so by now: two scans more.
      await pause(2500);
      last.child.kill('SIGTERM');
      await ended(last.child);
      expect(all(announced)).toEqual(once);
      expect(all(paged)).toEqual(once);
      expect(fleet.sandbox.unknown).toEqual([]);
      expect(last.said()).not.toMatch(/"level":(50|60)/);
    },
  );
});
