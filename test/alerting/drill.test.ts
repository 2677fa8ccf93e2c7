import { describe, expect, it, onTestFinished } from 'vitest';
import { messagesOf } from '../../src/alerting/messages-of.ts';
import { discordChannel } from '../../src/alerting/logs-channel/channel.ts';
import { logsRest } from '../../src/alerting/logs-channel/place.ts';
import { openclawChannel } from '../../src/alerting/openclaw.ts';
import { createOutbox } from '../../src/alerting/outbox.ts';
import { createDrill } from '../../src/audit/drill.ts';
import { createOpenClawClient } from '../../src/clients/openclaw.ts';
import { startSandbox } from '../../sandbox/discord.ts';
import { startOpenClaw } from '../support/alerting/openclaw.ts';
import { aMemory } from '../support/bots/memory.ts';

const SLOW = { timeout: 120_000 };

async function scene() {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const openclaw = await startOpenClaw();
  const { api, token, logsChannelId: channelId, roles } = sandbox;
  const channels = [
    discordChannel({ rest: logsRest(api, token), channelId, oncallRoleId: roles.oncall }),
    openclawChannel(createOpenClawClient(openclaw.url, openclaw.token)),
  ];
  const now = () => sandbox.clock.now();
  const { ledger } = aMemory(now);
  const log = { info() {}, warn() {}, error() {} };
  const outbox = createOutbox({ ledger, channels, now, log, holdsState: () => true, firstWaitMs: 1 });
  const drill = createDrill({
    ledger,
    messagesOf: (bulletin, living) => messagesOf(channels, bulletin, living),
    now,
    onStored: outbox.wake,
    approverRoles: [roles.approver],
    lookMs: 5,
  });
  onTestFinished(async () => {
    drill.close();
    await outbox.close();
  });
  return { sandbox, openclaw, ledger, drill, outbox };
}

describe('a drill', () => {
  it('goes the whole way: message, mention, page, edit; and touches nothing that stands', async () => {
    const { sandbox, openclaw, ledger, drill, outbox } = await scene();
    const channels = await drill.begin({ name: 'Ada', roles: [sandbox.roles.approver] });
    expect(channels).toEqual(['discord', 'openclaw']);
    await expect.poll(outbox.depth, SLOW).toBe(0);
    const red = sandbox.messages()[0];
    expect(red?.content).toBe(`<@&${sandbox.roles.oncall}> DRILL: nothing is wrong`);
    expect(red?.mentions_pinged).toEqual([`<@&${sandbox.roles.oncall}>`]);
    expect(red?.embeds[0]?.title).toBe('DRILL · 🔴 1 new critical');
    expect(openclaw.queued[0]).toContain('DRILL');
    sandbox.clock.advance(60_000);
    await expect.poll(() => sandbox.messages()[0]?.embeds[0]?.title, SLOW).toBe('DRILL · 🟢 1 resolved');
    await expect.poll(outbox.depth, SLOW).toBe(0);
    expect(sandbox.messages()).toHaveLength(1);
    expect(JSON.stringify(sandbox.messages()[0]?.embeds)).toContain('the drill is over');
    expect(openclaw.queued[1]).toMatch(/DRILL.*\n- resolved CRITICAL/);
    const { standing, unfiled, drill: last } = await ledger.read();
    expect([standing, unfiled]).toEqual([[], []]);
    expect(last).toMatchObject({
      by: 'Ada',
      over_at: expect.any(String) as string,
      arrived: ['discord', 'openclaw'],
    });
  });

  it('is for approvers, and one at a time', async () => {
    const { sandbox, drill } = await scene();
    const by = { name: 'Guest', roles: [sandbox.roles.oncall] };
    await expect(drill.begin(by)).rejects.toThrow('Only approvers may');
    expect(sandbox.messages()).toEqual([]);
    await drill.begin({ name: 'the command line', roles: null });
    await expect(drill.begin({ ...by, roles: null })).rejects.toThrow('A drill is running');
  });

  it('is ended by the next start of the bot where a crash came between', async () => {
    const { sandbox, ledger, drill, outbox } = await scene();
    await drill.begin({ name: 'Ada', roles: null });
    drill.close();
    await expect.poll(outbox.depth, SLOW).toBe(0);
    sandbox.clock.advance(3_600_000);
    drill.resume();
    await expect.poll(async () => (await ledger.read()).drill?.over_at, SLOW).not.toBeNull();
  });
});
