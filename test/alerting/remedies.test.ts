import { ComponentType } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/discord.ts';
import { discordChannel } from '../../src/alerting/logs-channel/channel.ts';
import { logsRest } from '../../src/alerting/logs-channel/place.ts';
import type { Remedies } from '../../src/alerting/logs-channel/remedies.ts';
import { aBulletin } from '../support/alerting/bulletin.ts';
import { composed } from '../support/alerting/composed.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

/** The alert's selects, once it was delivered and edited. */
async function selectsWith(remedies: Remedies) {
  const { api, token, logsChannelId: channelId } = sandbox;
  const channel = discordChannel({ rest: logsRest(api, token), channelId, oncallRoleId: null, remedies });
  const { alerts, living } = composed(aBulletin());
  const arrival = await channel.deliver(alerts[0]!, living);
  const told = living.find(({ id }) => id === arrival?.alert);
  const shown = () =>
    (sandbox.messages()[0]?.components ?? []).flatMap((row) =>
      row.type === ComponentType.ActionRow
        ? row.components.filter(({ type }) => type === ComponentType.StringSelect)
        : [],
    );
  const first = shown().length;
  await channel.edit?.({ ...told!, message: arrival!.place });
  return [first, shown().length];
}

describe('an alert', () => {
  it('offers what may be requested on its findings, also after an edit', async () => {
    const asked: string[] = [];
    const counts = await selectsWith((findings) => {
      asked.push(...findings.map(({ type }) => type));
      return Promise.resolve(
        findings.slice(0, 1).map((finding) => ({
          value: 'v',
          title: 'restart the container',
          action: 'restart-container',
          finding,
        })),
      );
    });
    expect(counts).toEqual([1, 1]);
    expect(asked).toContain('duplicate_process');
  });

  it('is sent all the same where that cannot be known', async () => {
    expect(await selectsWith(() => Promise.reject(new Error('no manifest')))).toEqual([0, 0]);
  });
});
