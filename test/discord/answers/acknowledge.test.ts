import { ComponentType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../sandbox/discord.ts';
import { aFinding } from '../../support/builders.ts';
import { anApp } from '../../support/discord/app.ts';
import { inSandbox } from '../../support/discord/bot.ts';
import { ephemeral, titled } from '../../support/discord/remediation-scene.ts';
import { remembering } from '../../support/discord/remembered.ts';
import { buttonOf, report, stale, start, twice } from '../../support/discord/report-scene.ts';

const bot = inSandbox();

function optionsOf({ components }: Message): { label: string; value: string }[] {
  const [row] = components ?? [];
  const select = row?.type === ComponentType.ActionRow ? row.components[0] : undefined;
  return select?.type === ComponentType.StringSelect ? select.options : [];
}

const isSelect = ({ ephemeral_for, components }: Message) =>
  ephemeral_for !== null && (components ?? []).length > 0;

describe('Acknowledge', () => {
  it('asks which of several findings is meant, then why and until when', async () => {
    const { records } = await start(bot);
    const first = await report(bot);
    const { member: user } = bot.sandbox.users;
    await bot.sandbox.click(first.id, buttonOf(first, 'acknowledge'), { user });
    const select = await bot.sandbox.waitFor(isSelect);
    expect(optionsOf(select).map(({ value }) => value)).toEqual(['twice', 'stale', 'dead', 'blind']);
    const { interactionId } = await bot.sandbox.select(select.id, 'acknowledge:/', ['stale'], { user });
    const modal = await bot.sandbox.waitForModal(interactionId);
    expect(modal.title).toBe('akashic-records: git drift');
    await bot.sandbox.submitModal(interactionId, { reason: 'deployed on Monday', until: '12h' });
    const told = await bot.sandbox.waitFor(titled('Acknowledged'));
    expect(told.ephemeral_for).toBeNull();
    expect((await records.openFindings()).find(({ id }) => id === 'stale')).toMatchObject({
      evidence: { acknowledged: { by: user.name, reason: 'deployed on Monday' } },
    });
  });

  it.each([
    [{ service: 'shiva' }, ['twice', 'dead']],
    [{ service: 'akashic-records' }, ['stale', 'blind']],
    [{ machine: 'tesseract' }, ['twice', 'dead']],
  ])('for %j offers what its report is about: %j', async (options, ids) => {
    await start(bot);
    const first = await report(bot, options);
    await bot.sandbox.click(first.id, buttonOf(first, 'acknowledge'));
    expect(optionsOf(await bot.sandbox.waitFor(isSelect)).map(({ value }) => value)).toEqual(ids);
  });

  it('opens the modal at once for the one that is open, and takes an empty time for a week', async () => {
    const { records } = await start(bot, {}, [stale, twice]);
    await records.acknowledge('twice', 'Ada', 'on it', Date.now() + 3_600_000);
    const first = await report(bot);
    const { interactionId } = await bot.sandbox.click(first.id, buttonOf(first, 'acknowledge'));
    expect((await bot.sandbox.waitForModal(interactionId)).custom_id).toBe('acknowledge:stale');
    await bot.sandbox.submitModal(interactionId, { reason: 'known' });
    await bot.sandbox.waitFor(titled('Acknowledged'));
    const statuses = (await records.openFindings()).map(({ status }) => status);
    expect(statuses).toEqual(['acknowledged', 'acknowledged']);
  });

  it('offers those that are acknowledged once all are', async () => {
    const { records } = await start(bot, {}, [stale]);
    await records.acknowledge('stale', 'Ada', 'known', Date.now() + 3_600_000);
    const first = await report(bot);
    const { interactionId } = await bot.sandbox.click(first.id, buttonOf(first, 'acknowledge'));
    expect((await bot.sandbox.waitForModal(interactionId)).custom_id).toBe('acknowledge:stale');
  });

  it('says when nothing of the report stands any more, and when the chosen finding does not', async () => {
    const { ledger, records } = await remembering({ standing: [stale, twice] });
    await bot.start(anApp({ records }));
    const first = await report(bot);
    await bot.sandbox.click(first.id, buttonOf(first, 'acknowledge'));
    const select = await bot.sandbox.waitFor(isSelect);
    await ledger.update((value) => ({ value: { ...value, standing: [] }, result: null }));
    await bot.sandbox.select(select.id, 'acknowledge:/', ['stale']);
    await bot.sandbox.waitFor(ephemeral('This finding is resolved'));
    await bot.sandbox.click(first.id, buttonOf(first, 'acknowledge'));
    const told = await bot.sandbox.waitFor(ephemeral('Everything in this report is resolved'));
    expect(told.ephemeral_for).toBe(bot.sandbox.users.operator.id);
  });

  it('tells who sent the modal alone that the time is not a time', async () => {
    const { records } = await start(bot, {}, [stale]);
    const first = await report(bot);
    const { interactionId } = await bot.sandbox.click(first.id, buttonOf(first, 'acknowledge'));
    await bot.sandbox.waitForModal(interactionId);
    await bot.sandbox.submitModal(interactionId, { reason: 'known', until: 'when it rains' });
    await bot.sandbox.waitFor(ephemeral('is not a time'));
    expect((await records.openFindings())[0]?.status).toBe('ongoing');
  });

  it('holds 60 findings with hostile names of the greatest length within Discord’s limits', async () => {
    const standing = Array.from({ length: 60 }, (_, index) =>
      aFinding({ id: `f${index}`, service: 'x', machine: '😀@everyone'.repeat(40), summary: '' }),
    ).concat(
      Array.from({ length: 5 }, (_, index) =>
        aFinding({
          id: `long${index}`,
          service: '`<@1>😀'.repeat(40),
          severity: 'CRITICAL',
          summary: '\u202E\n'.repeat(200),
        }),
      ),
    );
    await start(bot, {}, standing);
    const first = await report(bot);
    await bot.sandbox.click(first.id, buttonOf(first, 'acknowledge'));
    const select = await bot.sandbox.waitFor(isSelect);
    expect(optionsOf(select)).toHaveLength(25);
    const { interactionId } = await bot.sandbox.select(select.id, 'acknowledge:/', ['long0']);
    expect((await bot.sandbox.waitForModal(interactionId)).title.length).toBeLessThanOrEqual(45);
    await bot.sandbox.submitModal(interactionId, { reason: '*'.repeat(200), until: '1d' });
    const told = await bot.sandbox.waitFor(titled('Acknowledged'));
    expect(told.embeds[0]?.fields?.find(({ name }) => name === 'Reason')?.value).toBe('\\*'.repeat(200));
    expect(told.mentions_pinged).toEqual([]);
  });
});
