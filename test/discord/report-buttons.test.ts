import { ComponentType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../sandbox/discord.ts';
import { aFinding, aReport } from '../builders.ts';
import { anApp } from './app.ts';
import { inSandbox } from './bot.ts';
import { ephemeral, titled } from './remediation-scene.ts';
import { remembering } from './remembered.ts';
import { isAnswer } from './shown.ts';

const bot = inSandbox();

const stale = aFinding({ id: 'stale', status: 'ongoing' });
const twice = aFinding({ id: 'twice', service: 'shiva', machine: 'tesseract', severity: 'CRITICAL' });
const dead = aFinding({ id: 'dead', service: null, machine: 'tesseract', type: 'machine_unreachable' });
const blind = aFinding({
  id: 'blind',
  service: null,
  machine: null,
  type: 'probe_failed',
  evidence: { services: ['akashic-records'] },
});

type Options = { service?: string; machine?: string };

async function start(over: Parameters<typeof anApp>[0] = {}, standing = [stale, twice, dead, blind]) {
  const { records } = await remembering({ standing });
  const app = anApp({ records, ...over });
  const gateway = await bot.start(app);
  return { app, records, gateway };
}

/** The answer to /drift; the newest where there are several. */
async function report(options: Options = {}): Promise<Message> {
  const before = bot.sandbox.messages().filter(isAnswer).length;
  await bot.sandbox.command('drift', { ...options });
  await expect.poll(() => bot.sandbox.messages().filter(isAnswer).length).toBe(before + 1);
  return bot.sandbox.messages().findLast(isAnswer)!;
}

function idsOf({ components }: Message): string[] {
  return (components ?? []).flatMap((row) =>
    row.type === ComponentType.ActionRow
      ? row.components.flatMap((each) => ('custom_id' in each ? (each.custom_id ?? []) : []))
      : [],
  );
}

function buttonOf(message: Message, action: string): string {
  return idsOf(message).find((id) => id.startsWith(`${action}:`)) ?? 'none';
}

function optionsOf({ components }: Message): { label: string; value: string }[] {
  const [row] = components ?? [];
  const select = row?.type === ComponentType.ActionRow ? row.components[0] : undefined;
  return select?.type === ComponentType.StringSelect ? select.options : [];
}

const isSelect = ({ ephemeral_for, components }: Message) =>
  ephemeral_for !== null && (components ?? []).length > 0;

describe('under a report there', () => {
  it.each([
    ['drift', {}, [aFinding()], ['rerun:/', 'acknowledge:/']],
    ['drift', { service: 'shiva', machine: 'tesseract' }, [], ['rerun:shiva/tesseract']],
    ['dupes', {}, [aFinding()], []],
  ] as const)('are, for /%s %j', async (command, options, findings, ids) => {
    await start({ audit: async () => aReport({ findings: [...findings] }) });
    await bot.sandbox.command(command, { ...options });
    expect(idsOf(await bot.sandbox.waitFor(isAnswer))).toEqual(ids);
  });

  it('are none that could not be found again', async () => {
    const repo = `${'o'.repeat(39)}/${'r'.repeat(100)}`;
    const app = anApp();
    await bot.start({ ...app, check: async () => {} });
    expect(idsOf(await report({ service: repo }))).toEqual([]);
  });
});

describe('Re-run', () => {
  it('runs the same scope again, and leaves the pressed report as it is', async () => {
    const { app } = await start();
    const first = await report({ service: 'shiva', machine: 'tesseract' });
    await bot.sandbox.click(first.id, buttonOf(first, 'rerun'), { user: bot.sandbox.users.member });
    await expect.poll(() => bot.sandbox.messages().filter(isAnswer).length).toBe(2);
    const again = { trigger: 'command', service: 'shiva', machine: 'tesseract', only: 'all' };
    expect(app.audits).toEqual([again, again]);
    const [before, after] = bot.sandbox.messages();
    expect(before).toEqual(first);
    expect([after?.ephemeral_for, after && idsOf(after)]).toEqual([null, idsOf(first)]);
  });

  it('finds a service with the longest name after a restart of the bot', async () => {
    const service = `${'/:#'.repeat(60)}…`;
    const { gateway } = await start({ services: ['shiva', service] });
    const first = await report({ service, machine: 'tesseract' });
    expect(buttonOf(first, 'rerun').length).toBeLessThanOrEqual(100);
    await gateway.close();
    const next = await start({ services: [service, 'shiva'], machines: ['tesseract'] });
    await bot.sandbox.click(first.id, buttonOf(first, 'rerun'));
    await expect.poll(() => bot.sandbox.messages().filter(isAnswer).length).toBe(2);
    expect(next.app.audits).toMatchObject([{ service, machine: 'tesseract', only: 'all' }]);
  });

  it.each([
    ['shiva', 'No service "shiva" in the manifest'],
    ['s'.repeat(120), 'no longer in the manifest'],
  ])('of what the manifest has no more is refused to who pressed it: %s', async (service, text) => {
    const { gateway } = await start({ services: ['docs', service] });
    const first = await report({ service });
    await gateway.close();
    const { app } = await start({ services: ['docs'] });
    await bot.sandbox.click(first.id, buttonOf(first, 'rerun'));
    await bot.sandbox.waitFor(ephemeral(text));
    expect(app.audits).toEqual([]);
  });
});

describe('Acknowledge', () => {
  it('asks which of several findings is meant, then why and until when', async () => {
    const { records } = await start();
    const first = await report();
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
    expect((await records.standing()).find(({ id }) => id === 'stale')).toMatchObject({
      evidence: { acknowledged: { by: user.name, reason: 'deployed on Monday' } },
    });
  });

  it.each([
    [{ service: 'shiva' }, ['twice', 'dead']],
    [{ service: 'akashic-records' }, ['stale', 'blind']],
    [{ machine: 'tesseract' }, ['twice', 'dead']],
  ])('for %j offers what its report is about: %j', async (options, ids) => {
    await start();
    const first = await report(options);
    await bot.sandbox.click(first.id, buttonOf(first, 'acknowledge'));
    expect(optionsOf(await bot.sandbox.waitFor(isSelect)).map(({ value }) => value)).toEqual(ids);
  });

  it('opens the modal at once for the one that is open, and takes an empty time for a week', async () => {
    const { records } = await start({}, [stale, twice]);
    await records.acknowledge('twice', 'Ada', 'on it', Date.now() + 3_600_000);
    const first = await report();
    const { interactionId } = await bot.sandbox.click(first.id, buttonOf(first, 'acknowledge'));
    expect((await bot.sandbox.waitForModal(interactionId)).custom_id).toBe('acknowledge:stale');
    await bot.sandbox.submitModal(interactionId, { reason: 'known' });
    await bot.sandbox.waitFor(titled('Acknowledged'));
    const statuses = (await records.standing()).map(({ status }) => status);
    expect(statuses).toEqual(['acknowledged', 'acknowledged']);
  });

  it('offers those that are acknowledged once all are', async () => {
    const { records } = await start({}, [stale]);
    await records.acknowledge('stale', 'Ada', 'known', Date.now() + 3_600_000);
    const first = await report();
    const { interactionId } = await bot.sandbox.click(first.id, buttonOf(first, 'acknowledge'));
    expect((await bot.sandbox.waitForModal(interactionId)).custom_id).toBe('acknowledge:stale');
  });

  it('says when nothing of the report stands any more, and when the chosen finding does not', async () => {
    const { ledger, records } = await remembering({ standing: [stale, twice] });
    await bot.start(anApp({ records }));
    const first = await report();
    await bot.sandbox.click(first.id, buttonOf(first, 'acknowledge'));
    const select = await bot.sandbox.waitFor(isSelect);
    await ledger.update((value) => ({ value: { ...value, standing: [] }, result: null }));
    await bot.sandbox.select(select.id, 'acknowledge:/', ['stale']);
    await bot.sandbox.waitFor(ephemeral('stands no more'));
    await bot.sandbox.click(first.id, buttonOf(first, 'acknowledge'));
    await bot.sandbox.waitFor(ephemeral('Nothing of this report stands'));
  });

  it('tells who sent the modal alone that the time is no time', async () => {
    const { records } = await start({}, [stale]);
    const first = await report();
    const { interactionId } = await bot.sandbox.click(first.id, buttonOf(first, 'acknowledge'));
    await bot.sandbox.waitForModal(interactionId);
    await bot.sandbox.submitModal(interactionId, { reason: 'known', until: 'when it rains' });
    await bot.sandbox.waitFor(ephemeral('is no time'));
    expect((await records.standing())[0]?.status).toBe('ongoing');
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
    await start({}, standing);
    const first = await report();
    await bot.sandbox.click(first.id, buttonOf(first, 'acknowledge'));
    const select = await bot.sandbox.waitFor(isSelect);
    expect(optionsOf(select)).toHaveLength(25);
    const { interactionId } = await bot.sandbox.select(select.id, 'acknowledge:/', ['long0']);
    expect((await bot.sandbox.waitForModal(interactionId)).title.length).toBeLessThanOrEqual(45);
    await bot.sandbox.submitModal(interactionId, { reason: '*'.repeat(200), until: '1d' });
    const told = await bot.sandbox.waitFor(titled('Acknowledged'));
    expect(told.embeds[0]?.fields?.find(({ name }) => name === 'Why')?.value).toBe('\\*'.repeat(200));
    expect(told.mentions_pinged).toEqual([]);
  });
});
