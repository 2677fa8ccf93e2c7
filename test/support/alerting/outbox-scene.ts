import { onTestFinished } from 'vitest';
import { startSandbox } from '../../../sandbox/discord.ts';
import { discordChannel } from '../../../src/alerting/logs-channel/channel.ts';
import { logsRest } from '../../../src/alerting/logs-channel/place.ts';
import { createOutbox } from '../../../src/alerting/outbox.ts';
import type { Bulletin } from '../../../src/report/bulletin.ts';
import type { LivingAlert } from '../../../src/report/living/living-alert.ts';
import type { Ledger } from '../../../src/store/ledger.ts';
import { aMemory } from '../bots/memory.ts';
import { composed } from './composed.ts';

/** The outbox over the real channel, a sandbox and a memory of its own. */
export async function anOutbox({ threads = false } = {}) {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const { api, token, logsChannelId: channelId, roles } = sandbox;
  const place = { rest: logsRest(api, token), channelId, oncallRoleId: roles.oncall, threads };
  const now = () => sandbox.clock.now();
  const { ledger } = aMemory(now);
  const waits: number[] = [];
  const log = {
    info() {},
    error() {},
    warn: (fields: { wait_ms?: number }) => void waits.push(fields.wait_ms ?? 0),
  };

  async function change(to: (before: Ledger) => Ledger): Promise<void> {
    await ledger.update((before) => ({ value: to(before), result: null }));
  }

  /** As a start of the bot does it. */
  function open() {
    const outbox = createOutbox({
      ledger,
      channels: [discordChannel(place)],
      now,
      log: log as Parameters<typeof createOutbox>[0]['log'],
      holdsState: () => true,
      firstWaitMs: 1,
    });
    onTestFinished(() => outbox.close());
    outbox.wake();
    return outbox;
  }

  return {
    sandbox,
    ledger,
    open,
    waits,
    change,
    /** As the recorder stores what an audit has to tell. */
    tell: (bulletin: Bulletin) =>
      change((before) => {
        const { alerts, living } = composed(bulletin, before.living, discordChannel(place));
        return { ...before, living: [...living], outbox: [...before.outbox, ...alerts] };
      }),
    living: (to: (alerts: LivingAlert[]) => LivingAlert[]) =>
      change((before) => ({ ...before, living: to(before.living) })),
    /** Requests of a method to the messages of the logs channel that Discord took. */
    sent: (method: string) =>
      sandbox.requests.filter(
        (request) =>
          request.method === method && request.path.includes('/messages') && request.status === 200,
      ),
  };
}
