import { describe, expect, it } from 'vitest';
import { followed } from '../../src/report/living/follow.ts';
import type { Finding } from '../../src/findings/finding.ts';
import type { LivingAlert } from '../../src/report/living/living-alert.ts';
import { aFinding, aReport } from '../support/builders.ts';
import { aBulletin, shivaTwice } from '../support/alerting/bulletin.ts';
import { anOutbox } from '../support/alerting/outbox-scene.ts';
import { anOpenFinding } from '../support/report/open-finding.ts';

const SLOW = { timeout: 120_000 };
/** Each poll reads the whole ledger: megabytes, with 5,000 findings. */
const RARELY = { ...SLOW, interval: 500 };
const hour = 3_600_000;
const now = '2026-03-29T19:00:00.000Z';

/** The alerts after an audit that finds only what is left. */
function without(alerts: readonly LivingAlert[], resolved: Finding[], left: Finding[] = []) {
  const standing = left.map((finding) => anOpenFinding(finding));
  return followed(alerts, {
    openFindings: standing,
    resolved,
    trigger: 'watch',
    fixes: [],
    now,
    numbers: true,
  });
}

function bulletinOf(opened: Finding[], id = '7c0ffee1') {
  return aBulletin({
    report: aReport({ id, findings: opened }),
    news: { opened, worsened: [], resolved: [] },
  });
}

/** A message was posted for shiva. */
async function told() {
  const scene = await anOutbox();
  const outbox = scene.open();
  await scene.tell(bulletinOf([shivaTwice]));
  outbox.wake();
  await expect.poll(outbox.depth, SLOW).toBe(0);
  return { ...scene, outbox };
}

describe('a message that was told', () => {
  it('is edited when what it tells is over, and no second message comes', async () => {
    const { sandbox, outbox, living } = await told();
    await living((alerts) => without(alerts, [shivaTwice]));
    outbox.wake();
    await expect.poll(outbox.depth, SLOW).toBe(0);
    const [message, ...others] = sandbox.messages();
    expect(others).toEqual([]);
    expect(message?.embeds[0]?.title).toBe('🟢 1 resolved');
    expect(message?.components).toEqual([]);
    expect(message?.content).toBe(`<@&${sandbox.roles.oncall}> 🟢 1 resolved: shiva`);
  });

  it('is edited once, however often it changed while Discord was away', async () => {
    const { sandbox, outbox, living, sent } = await told();
    sandbox.faults.outage(true);
    for (let times = 0; times < 20; times += 1) {
      await living((alerts) => alerts.map((alert) => ({ ...alert, revision: alert.revision + 1 })));
      outbox.wake();
    }
    await living((alerts) => without(alerts, [shivaTwice]));
    sandbox.faults.outage(false);
    await expect.poll(outbox.depth, SLOW).toBe(0);
    expect(sent('PATCH')).toHaveLength(1);
    expect(sandbox.messages()[0]?.embeds[0]?.title).toBe('🟢 1 resolved');
  });

  it('is told anew where somebody deleted it and something is open, and forgotten where nothing is', async () => {
    const { sandbox, outbox, living, ledger } = await told();
    const other = aFinding({ id: 'other' });
    const remove = async () => {
      const path = `${sandbox.api}/v10/channels/${sandbox.logsChannelId}/messages/${sandbox.messages()[0]?.id}`;
      await fetch(path, { method: 'DELETE', headers: { authorization: `Bot ${sandbox.token}` } });
    };
    await remove();
    await living((alerts) => alerts.map((alert) => ({ ...alert, revision: alert.revision + 1 })));
    outbox.wake();
    await expect.poll(() => sandbox.messages().length, SLOW).toBe(1);
    await expect.poll(outbox.depth, SLOW).toBe(0);
    expect(sandbox.messages()[0]).toMatchObject({
      mention_roles: [],
      embeds: [{ title: '🔴 1 new critical' }],
    });
    await remove();
    await living((alerts) => without(alerts, [shivaTwice, other]));
    outbox.wake();
    await expect.poll(async () => (await ledger.read()).living, SLOW).toEqual([]);
    expect(sandbox.messages()).toEqual([]);
  });

  it('gets what came back as a reply that mentions on-call, and stands in it again', async () => {
    const { sandbox, outbox, living, tell } = await told();
    await living((alerts) => without(alerts, [shivaTwice]));
    await tell(bulletinOf([shivaTwice], 'later'));
    outbox.wake();
    await expect.poll(outbox.depth, SLOW).toBe(0);
    const [first, reply, ...others] = sandbox.messages();
    expect(others).toEqual([]);
    expect(reply?.message_reference?.message_id).toBe(first?.id);
    expect(reply?.mentions_pinged).toEqual([`<@&${sandbox.roles.oncall}>`]);
    expect([first, reply].map((message) => message?.embeds[0]?.title)).toEqual([
      '🔴 1 returned critical',
      '🔴 1 returned critical',
    ]);
  });
});

describe('a Discord that takes few edits of old messages', () => {
  it('holds up neither new alerts nor the edits of young ones', async () => {
    const { sandbox, outbox, living, tell } = await told();
    const old = sandbox.messages()[0]?.id ?? '';
    await living((alerts) =>
      alerts.map((alert) => ({ ...alert, at: new Date(sandbox.clock.now() - 2 * hour).toISOString() })),
    );
    sandbox.faults.next429(1, 2, new RegExp(`/messages/${old}$`));
    await living((alerts) => without(alerts, [shivaTwice]));
    outbox.wake();
    await expect.poll(() => sandbox.requests.filter(({ status }) => status === 429).length, SLOW).toBe(1);
    const young = aFinding({ id: 'young' });
    await tell(bulletinOf([young], 'young'));
    await living((alerts) =>
      alerts.map((alert) =>
        alert.id === 'young' ? { ...alert, at: new Date(sandbox.clock.now()).toISOString() } : alert,
      ),
    );
    outbox.wake();
    await expect.poll(() => sandbox.messages().length, SLOW).toBe(2);
    expect(sandbox.messages()[0]?.embeds[0]?.title).toBe('🔴 1 new critical');
    await expect.poll(() => sandbox.messages()[0]?.embeds[0]?.title, SLOW).toBe('🟢 1 resolved');
  });
});

describe('5,000 findings', () => {
  const many = Array.from({ length: 5000 }, (_, index) =>
    aFinding({
      id: `${index}`,
      service: `service-${index}`,
      machine: `box-${index % 40}`,
      severity: 'CRITICAL',
    }),
  );

  it('of which half came back are two messages, one file and one mention', async () => {
    const { sandbox, tell, open, living } = await anOutbox();
    const outbox = open();
    const old = many.slice(0, 2500);
    await tell(bulletinOf(old, 'first'));
    outbox.wake();
    await expect.poll(outbox.depth, RARELY).toBe(0);
    await living((alerts) => without(alerts, old));
    outbox.wake();
    await expect.poll(outbox.depth, RARELY).toBe(0);
    const [before] = sandbox.messages();
    await tell(bulletinOf(many, 'second'));
    outbox.wake();
    await expect.poll(outbox.depth, RARELY).toBe(0);
    const storm = sandbox.messages().filter(({ id }) => id !== before?.id);
    expect(storm).toHaveLength(2);
    expect(storm.flatMap(({ attachments }) => attachments)).toHaveLength(1);
    expect(storm.flatMap(({ mentions_pinged }) => mentions_pinged)).toHaveLength(1);
    expect(
      storm
        .map(({ embeds }) => embeds[0]?.title)
        .toSorted((one, other) => String(one).localeCompare(String(other))),
    ).toEqual(['🔴 2,500 new critical', '🔴 2,500 returned critical']);
  });

  it('are one message, one file and one mention, and when they are over an edit', async () => {
    const { sandbox, tell, open, living, sent } = await anOutbox();
    const outbox = open();
    await tell(bulletinOf(many));
    outbox.wake();
    await expect.poll(outbox.depth, RARELY).toBe(0);
    const [message, ...others] = sandbox.messages();
    expect(others).toEqual([]);
    expect(message?.attachments).toHaveLength(1);
    expect(message?.mentions_pinged).toHaveLength(1);
    expect(message?.embeds[0]?.title).toBe('🔴 5,000 new critical');
    await living((alerts) => without(alerts, many));
    outbox.wake();
    await expect.poll(outbox.depth, RARELY).toBe(0);
    expect(sandbox.messages()).toHaveLength(1);
    expect(sandbox.messages()[0]?.embeds[0]?.title).toBe('🟢 5,000 resolved');
    expect(sent('PATCH').length).toBeLessThanOrEqual(2);
  });
});
