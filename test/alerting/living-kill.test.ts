import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { alertEmbeds } from '../../embeds/living/alert.ts';
import { isOpen } from '../../src/report/living/living-alert.ts';
import type { LivingAlert } from '../../src/report/living/living-alert.ts';
import { lacks } from '../support/machines/system.ts';
import { aWatchedFleet, ended } from '../support/alerting/watched.ts';

const KILLS = process.env['CI'] ? 100 : 8;
const ROUND_MS = 20_000;

type Fleet = Awaited<ReturnType<typeof aWatchedFleet>>;

/** Where the bot may be when it dies: anywhere, or just where something was sent and not yet recorded. */
const points: { wait: (fleet: Fleet) => Promise<void> }[] = [
  { wait: () => pause(Math.random() * 2500) },
  { wait: (fleet) => seen(fleet, 'POST') },
  { wait: (fleet) => seen(fleet, 'PATCH') },
];

/** Waits until a message is posted or edited, and a moment more. */
async function seen({ sandbox }: Fleet, method: string): Promise<void> {
  const count = () =>
    sandbox.requests.filter((request) => request.method === method && request.path.includes('/messages'))
      .length;
  const before = count();
  for (let waited = 0; count() === before && waited < 6000; waited += 1) await pause(1);
  await pause(Math.random() * 8);
}

/** The services that some message shows as standing. */
function reds({ sandbox, names }: Fleet): string[] {
  const lines = sandbox
    .messages()
    .flatMap(({ embeds }) =>
      embeds.flatMap(({ fields = [] }) => fields.flatMap(({ name, value }) => [name, value])),
    )
    .flatMap((text) => text.split('\n'));
  return names
    .filter((name) => lines.some((line) => line.startsWith(`🔴 ${name} reports no commit`)))
    .toSorted();
}

/** Waits until nothing was sent for a few seconds. */
async function quiet({ sandbox, openclaw }: Fleet): Promise<void> {
  const sent = () => sandbox.requests.filter(({ method }) => method !== 'GET').length + openclaw.calls();
  for (let before = -1; before !== sent();) {
    before = sent();
    await pause(5000);
  }
}

function alertsIn({ sandbox }: Fleet) {
  return sandbox.messages().filter(({ embeds }) => /^(alert|scan) /.test(embeds.at(-1)?.footer?.text ?? ''));
}

/** Somebody deletes one of the alerts. */
async function deleteOne(fleet: Fleet): Promise<void> {
  const { sandbox } = fleet;
  const alerts = alertsIn(fleet);
  const one = alerts[Math.floor(Math.random() * alerts.length)];
  if (!one) return;
  await fetch(`${sandbox.api}/v10/channels/${sandbox.logsChannelId}/messages/${one.id}`, {
    method: 'DELETE',
    headers: { authorization: `Bot ${sandbox.token}` },
  });
}

/** What an alert's message says, and what the ledger has it say. */
function saidAndMeant({ sandbox }: Fleet, alert: LivingAlert) {
  const message = sandbox.messages().find(({ id }) => id === alert.message?.message);
  const parts = ({ title, color, fields = [] }: { title?: string; color?: number; fields?: object[] } = {}) =>
    JSON.stringify([title, color, fields]);
  return [parts(message?.embeds[0]), parts(alertEmbeds(alert).embeds[0])];
}

describe.skipIf(lacks(['git', 'git']))('the messages of a bot that is killed', () => {
  it(
    `say what the ledger says, once each, whatever the moment (${KILLS} kills)`,
    { timeout: KILLS * ROUND_MS + 120_000 },
    async () => {
      const fleet = await aWatchedFleet(Math.min(KILLS, 20));
      for (let round = 0; round < KILLS; round += 1) {
        for (const name of fleet.names)
          if (Math.random() < 0.3) {
            if (!fleet.planted.delete(name)) fleet.planted.add(name);
          }
        // What stands changes too, and people delete messages.
        fleet.report(`1.4.${round}`);
        if (Math.random() < 0.2) await deleteOne(fleet);
        const { child } = fleet.start();
        await points[round % points.length]?.wait(fleet);
        child.kill('SIGKILL');
        await ended(child);
      }
      // So that each open alert is edited once more, and one that somebody has deleted is missed.
      fleet.report('1.5.0');
      const last = fleet.start();
      // At the end half of them are well.
      for (const [index, name] of fleet.names.entries()) {
        if (index % 2 === 0) fleet.planted.add(name);
        else fleet.planted.delete(name);
      }
      await expect.poll(() => reds(fleet), { timeout: 120_000 }).toEqual([...fleet.planted].toSorted());
      await quiet(fleet);
      last.child.kill('SIGTERM');
      await ended(last.child);
      const { living, standing, outbox } = await fleet.remembered();
      expect(outbox).toEqual([]);
      const [shown, deleted] = [true, false].map((there) =>
        living.filter(
          ({ message }) => fleet.sandbox.messages().some(({ id }) => id === message?.message) === there,
        ),
      );
      for (const alert of shown ?? []) {
        const [said, meant] = saidAndMeant(fleet, alert);
        expect(said).toBe(meant);
      }
      // A deleted message comes back only for what is open.
      expect(deleted?.flatMap(({ entries }) => entries.filter(isOpen))).toEqual([]);
      // No stale red, and nothing that stands without standing in a message.
      const open = new Set(
        living.flatMap(({ entries }) => entries.flatMap(({ id, ended: over }) => (over ? [] : [id]))),
      );
      expect(open).toEqual(new Set(standing.map(({ finding }) => finding.id)));
      expect(new Set(standing.map(({ finding }) => finding.service))).toEqual(fleet.planted);
      // Nothing was told twice: a message an alert, and each finding new in one of them.
      expect(alertsIn(fleet)).toHaveLength(shown?.length ?? 0);
      const fresh = living.flatMap(({ root, entries }) =>
        root === null ? entries.filter(({ told }) => told === 'new') : [],
      );
      expect(new Set(fresh.map(({ id }) => id)).size).toBe(fresh.length);
      expect(fleet.sandbox.unknown).toEqual([]);
      expect(last.said()).not.toMatch(/"level":(50|60)/);
    },
  );
});
