import { describe, expect, it } from 'vitest';
import { logsChannelId, generalChannelId } from '../../sandbox/world.ts';
import { withAnswerMessage } from '../../src/store/living-alerts.ts';
import { aFinding, aReport } from '../support/builders.ts';
import { aBulletin, shivaTwice } from '../support/alerting/bulletin.ts';
import { anOutbox } from '../support/alerting/outbox-scene.ts';
import { call } from '../support/sandbox/rest.ts';

const SLOW = { timeout: 120_000 };
const stale = aFinding({ id: 'stale', status: 'ongoing' });

/** Somebody has asked in #logs; `shows` what the answer's message says by now. */
async function asked(shows: string | null) {
  const scene = await anOutbox();
  const { sandbox, tell } = scene;
  const body = { embeds: [{ title: 'the report', footer: { text: shows ?? 'thinking' } }] };
  const { body: answer } = await call(sandbox, 'POST', `/channels/${logsChannelId}/messages`, body);
  const place = { channel: logsChannelId, message: answer.id };
  // The audit ended when the sandbox's clock says so.
  const finished_at = new Date(sandbox.clock.now()).toISOString();
  const report = aReport({ findings: [shivaTwice, stale], finished_at });
  const news = { opened: [shivaTwice], worsened: [], resolved: [] };
  await tell(aBulletin({ report, news, answers: [{ ...place, guild: sandbox.guildId }] }));
  const outbox = scene.open();
  const arrived = () => scene.change((value) => withAnswerMessage(value, report.id, place));
  return { ...scene, outbox, place, arrived };
}

describe('a report that is shown in #logs', () => {
  it('is the announcement: what is new and CRITICAL is a short push under it, and it is edited from then on', async () => {
    const { sandbox, arrived, outbox, place, ledger } = await asked('audit 7c0ffee1');
    await arrived();
    outbox.wake();
    await expect.poll(outbox.depth, SLOW).toBe(0);
    const [answer, push, ...others] = sandbox.messages();
    expect(others).toEqual([]);
    expect(answer?.id).toBe(place.message);
    expect(push).toMatchObject({
      content: `<@&${sandbox.roles.oncall}> 🔴 1 critical: 2 instances of shiva are running`,
      embeds: [],
      message_reference: { message_id: place.message },
    });
    expect((await ledger.read()).living).toMatchObject([
      { kind: 'answer', message: place, entries: [{ told: 'new' }, { told: 'stood' }] },
    ]);
  });

  it.each([
    ['came though nobody took note of it: it is the announcement all the same', 'audit 7c0ffee1 · 1.2 s', 2],
    ['never came: the alert is posted in its place', null, 2],
  ])('and whose answer %s', async (_, shows, count) => {
    const { sandbox, outbox, ledger } = await asked(shows);
    expect(await outbox.depth()).toBe(1);
    sandbox.clock.advance(180_000);
    outbox.wake();
    await expect.poll(outbox.depth, SLOW).toBe(0);
    expect(sandbox.messages()).toHaveLength(count);
    const last = sandbox.messages().at(-1);
    expect(last?.mentions_pinged).toEqual([`<@&${sandbox.roles.oncall}>`]);
    expect(last?.embeds.length).toBe(shows === null ? 1 : 0);
    expect((await ledger.read()).living[0]).toMatchObject({ awaited_until: null });
  });

  it('holds up no alert while its answer is on the way', async () => {
    const { sandbox, outbox, tell } = await asked(null);
    const other = aFinding({ id: 'other' });
    const report = aReport({ id: 'other', findings: [other] });
    await tell(aBulletin({ report, news: { opened: [other], worsened: [], resolved: [] } }));
    outbox.wake();
    await expect.poll(() => sandbox.messages().length, SLOW).toBe(2);
    await expect.poll(outbox.depth, SLOW).toBe(1);
  });
});

describe('a report that is shown in another channel', () => {
  it('is linked in the alert', async () => {
    const { sandbox, tell, open } = await anOutbox();
    await tell(aBulletin({ answers: [{ guild: '1', channel: generalChannelId, message: '3' }] }));
    const outbox = open();
    await expect.poll(outbox.depth, SLOW).toBe(0);
    const description = sandbox.messages()[0]?.embeds[0]?.description;
    expect(description).toContain(`(https://discord.com/channels/1/${generalChannelId}/3)`);
  });
});
