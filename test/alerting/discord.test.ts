import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/discord.ts';
import { Undelivered } from '../../src/alerting/undelivered.ts';
import { discordChannel } from '../../src/alerting/logs-channel/channel.ts';
import { logsRest } from '../../src/alerting/logs-channel/place.ts';
import type { Alert } from '../../src/store/ledger.ts';
import { aFinding, aReport } from '../support/builders.ts';
import { aBulletin, shivaTwice } from '../support/alerting/bulletin.ts';
import { composed } from '../support/alerting/composed.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(async () => {
  await sandbox.close();
  if (sandbox.unknown.length > 0) throw new Error(`the sandbox does not know ${sandbox.unknown.join(', ')}`);
});

const title = '2 instances of shiva are running';
const created_at = '2026-03-29T18:00:00.000Z';

function aChannel(oncallRoleId: string | null = sandbox.roles.oncall) {
  const { api, token, logsChannelId: channelId } = sandbox;
  return discordChannel({ rest: logsRest(api, token), channelId, oncallRoleId });
}

/** Delivers the first message of a bulletin. `over`: what the outbox knows of it. */
async function deliver(bulletin = aBulletin(), over: Partial<Alert> = {}, channel = aChannel()) {
  const { alerts, living } = composed(bulletin);
  return await channel.deliver({ ...alerts[0]!, ...over }, living);
}

const tried = { tried_at: created_at };

describe('the logs channel', () => {
  it('mentions who is on call for what is CRITICAL and new, and nobody that an observed text names', async () => {
    await deliver();
    const [message] = sandbox.messages();
    expect(message?.content).toBe(`<@&${sandbox.roles.oncall}> 🔴 1 critical: ${title}`);
    expect(message?.mention_roles).toEqual([sandbox.roles.oncall]);
    expect(message?.mention_everyone).toBe(false);
    expect(JSON.stringify(message?.embeds)).not.toContain('@everyone');
    expect(message?.embeds[0]?.footer?.text).toContain('alert 7c0ffee1');
  });

  it.each([
    [
      'HIGH',
      { opened: [aFinding()], worsened: [], resolved: [] },
      '🟠 1 high: akashic-records is behind its branch',
    ],
    ['resolved', { opened: [], worsened: [], resolved: [shivaTwice] }, ''],
  ])('mentions nobody for what is %s, and says what it is', async (_, news, line) => {
    await deliver(aBulletin({ news }));
    expect(sandbox.messages()[0]).toMatchObject({ content: line, mention_roles: [] });
  });

  it('lets who reads it look again and acknowledge, of the one service that it is about or of all', async () => {
    const shiva = { opened: [shivaTwice], worsened: [], resolved: [] };
    const both = { ...shiva, worsened: [aFinding()] };
    const over = { opened: [], worsened: [], resolved: [shivaTwice] };
    for (const [index, news] of [shiva, both, over].entries())
      await deliver(aBulletin({ news, report: aReport({ id: `a-${index}` }) }));
    const ids = sandbox
      .messages()
      .map(({ components = [] }) => JSON.stringify(components).match(/(?<="custom_id":")[^"]+/g) ?? []);
    expect(ids).toEqual([
      ['rerun:shiva/', 'acknowledge:shiva/', 'details:shiva/'],
      ['rerun:/', 'acknowledge:/', 'details:/'],
      [],
    ]);
  });

  it('says nothing where nothing is new', () => {
    expect(composed(aBulletin({ news: { opened: [], worsened: [], resolved: [] } })).alerts).toEqual([]);
  });

  it('posts a scan in which nothing is wrong as one green embed', async () => {
    const report = aReport({ findings: [], services: [], verdict: 'in_sync' });
    const quiet = aBulletin({ kind: 'scan', report, news: { opened: [], worsened: [], resolved: [] } });
    await deliver(quiet);
    expect(sandbox.messages()).toHaveLength(1);
  });

  it('does not repeat what arrived before a crash, though Discord has forgotten the nonce', async () => {
    await deliver();
    sandbox.clock.advance(3_600_000);
    for (let other = 0; other < 3; other += 1) {
      const report = aReport({ id: `0the${other}`, findings: [shivaTwice] });
      await deliver(aBulletin({ report }));
    }
    const first = sandbox.messages()[0]?.id;
    expect(await deliver(aBulletin(), tried)).toMatchObject({ place: { message: first }, revision: 0 });
    expect(sandbox.messages()).toHaveLength(4);
  });

  it('sends what did not arrive before a crash', async () => {
    await deliver(aBulletin(), tried);
    expect(sandbox.messages()).toHaveLength(1);
  });

  it('is told how long to wait by a 429, and waits for it elsewhere', async () => {
    sandbox.faults.next429(1, 7, /messages/);
    const refusal = await deliver().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Undelivered);
    expect(refusal).toMatchObject({ hopeless: false, retryAfterMs: expect.closeTo(7000, -3) });
    expect(sandbox.messages()).toEqual([]);
  });

  it.each([500, 502, 503])('keeps what Discord answers with %i', async (status) => {
    sandbox.faults.next5xx(1, status, /messages/);
    await expect(deliver()).rejects.toMatchObject({ hopeless: false });
    await deliver(aBulletin(), tried);
    expect(sandbox.messages()).toHaveLength(1);
  });

  it('tells in brief what Discord refuses in full', async () => {
    sandbox.faults.next5xx(1, 400, /messages/);
    await deliver();
    const [message] = sandbox.messages();
    expect(message?.content).toBe(`<@&${sandbox.roles.oncall}> 🔴 1 critical: ${title}`);
    expect(message?.embeds[0]?.description).toContain('Type /drift');
  });

  it('gives up a message that an older program stored in another shape', async () => {
    await expect(deliver(aBulletin(), { payload: { text: 'old' } })).rejects.toMatchObject({
      hopeless: true,
    });
  });

  it('is one message however much is new, with the whole of it attached', async () => {
    const opened = Array.from({ length: 60 }, (_, index) =>
      aFinding({ id: `${index}`, service: `service-${index}`, summary: 'long '.repeat(140) }),
    );
    const news = { opened, worsened: [], resolved: [] };
    const bulletin = aBulletin({ report: aReport({ findings: opened }), news });
    await deliver(bulletin);
    await deliver(bulletin, tried);
    const [message, ...others] = sandbox.messages();
    expect(others).toEqual([]);
    expect(message?.attachments).toHaveLength(1);
    expect(message?.embeds[0]?.title).toBe('🟠 60 new high');
    const file = Buffer.from(sandbox.file(message?.attachments[0]?.url ?? '') ?? []).toString();
    for (const { service } of opened) expect(file).toContain(service);
  });
});
