import { REST, Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { inSandbox } from '../support/discord/bot.ts';
import { asked, ephemeral, start, titled } from '../support/discord/remediation-scene.ts';
import { shown } from '../support/discord/shown.ts';

const bot = inSandbox();

describe('Approve', () => {
  it('runs the plan once, and the card becomes the outcome', async () => {
    const scene = await start(bot);
    const { card, id } = await asked(bot, scene);
    scene.world.exec = async () => {
      scene.world.sick.delete('log-shipper');
      return { output: 'log-shipper\n--password=hunter2hunter2 @everyone ```js\n' };
    };
    await bot.sandbox.click(card.id, `approve:${id}`, { user: scene.approver });
    const done = await bot.sandbox.waitFor(titled('Done and verified'));
    expect(done.id).toBe(card.id);
    expect(done.components ?? []).toEqual([]);
    const text = shown([done]);
    for (const part of [
      'exit status 0',
      'fixed: the finding is gone',
      scene.approver.id,
      '--password=[redacted]',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('hunter2');
    expect(text.match(/```/g)).toHaveLength(4);
    expect(done.mentions_pinged).toEqual([`<@&${bot.sandbox.roles.approver}>`]);
    expect(done.content).toBe('');
    expect(scene.world.runs).toHaveLength(1);
    await expect.poll(() => scene.world.audited).toEqual(['log-shipper']);
  });

  it('by three in the same instant: one execution, two polite answers for their eyes alone', async () => {
    const scene = await start(bot);
    const { card, id } = await asked(bot, scene);
    const users = [scene.approver, scene.operator, scene.member];
    await Promise.all(users.map((user) => bot.sandbox.click(card.id, `approve:${id}`, { user })));
    await bot.sandbox.waitFor(titled('Done and verified'));
    await expect
      .poll(() => bot.sandbox.messages().filter(({ ephemeral_for }) => ephemeral_for !== null).length)
      .toBe(2);
    const told = bot.sandbox.messages().filter(({ ephemeral_for }) => ephemeral_for !== null);
    expect(new Set(told.map(({ ephemeral_for }) => ephemeral_for)).size).toBe(2);
    expect(scene.world.runs).toHaveLength(1);
    expect(bot.logged.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  it('by who has no role for it is refused, also where the manifest lets who asked approve', async () => {
    const scene = await start(bot);
    scene.world.manifest = {
      ...scene.world.manifest,
      policy: { four_eyes: false, approval_ttl_ms: 900_000 },
    };
    const { card, id } = await asked(bot, scene);
    await bot.sandbox.click(card.id, `approve:${id}`, { user: scene.member });
    const refusal = await bot.sandbox.waitFor(ephemeral('no approver role'));
    expect(refusal.embeds[0]?.description).toContain(`These roles may: <@&${bot.sandbox.roles.approver}>`);
    expect(scene.world.runs).toEqual([]);
    expect(await scene.world.stateOf(id)).toBe('requested');
  });

  it('works after a restart of the bot, and not after it has expired', async () => {
    const scene = await start(bot);
    const first = await asked(bot, scene);
    await scene.gateway.close();
    scene.world.generation += 1;
    const next = await start(bot, scene.world);
    await bot.sandbox.click(first.card.id, `approve:${first.id}`, { user: next.approver });
    await bot.sandbox.waitFor(titled('Done and verified'));
    expect(scene.world.runs).toHaveLength(1);

    scene.world.sick.add('log-shipper');
    scene.world.now += 3_600_000;
    const second = await asked(bot, next);
    scene.world.now += 900_000;
    await bot.sandbox.click(second.card.id, `approve:${second.id}`, { user: next.approver });
    await bot.sandbox.waitFor(ephemeral('has expired'));
    await next.remediation.round();
    await bot.sandbox.waitFor(titled('Expired'));
    expect(scene.world.runs).toHaveLength(1);
  });

  it('of a forged custom_id is refused', async () => {
    const scene = await start(bot);
    const { id } = await asked(bot, scene);
    const forged = ['approve:', 'approve:id-99', `approve:${id}:x`, 'approve:__proto__', 'nothing:1'];
    const rest = new REST({ api: bot.sandbox.api }).setToken(bot.sandbox.token);
    const buttons = forged.map((custom_id) => ({ type: 2, style: 4, label: 'x', custom_id }));
    const body = { content: 'forged', components: [{ type: 1, components: buttons }] };
    await rest.post(Routes.channelMessages(bot.sandbox.logsChannelId), { body });
    const message = await bot.sandbox.waitFor(({ content }) => content === 'forged');
    for (const custom_id of forged) await bot.sandbox.click(message.id, custom_id, { user: scene.approver });
    const refusals = () => bot.sandbox.messages().filter(({ ephemeral_for }) => ephemeral_for !== null);
    await expect.poll(() => refusals().length).toBe(forged.length);
    expect(scene.world.runs).toEqual([]);
    expect(bot.logged.filter(({ level }) => level !== 'info')).toEqual([]);
  });
});

describe('Deny', () => {
  it('asks for a reason, shows it on the card, and ends the request', async () => {
    const scene = await start(bot);
    const { card, id } = await asked(bot, scene);
    const { interactionId } = await bot.sandbox.click(card.id, `deny:${id}`, { user: scene.approver });
    await bot.sandbox.waitForModal(interactionId);
    await bot.sandbox.submitModal(interactionId, { reason: 'not *now* @everyone' });
    const denied = await bot.sandbox.waitFor(titled('Denied'));
    expect(denied.id).toBe(card.id);
    expect(shown([denied])).toContain('not *now* @\u200Beveryone');
    expect(denied.components ?? []).toEqual([]);
    expect(denied.mentions_pinged).toEqual([`<@&${bot.sandbox.roles.approver}>`]);
    expect(await scene.world.stateOf(id)).toBe('denied');
  });

  it('by who may not opens no modal', async () => {
    const scene = await start(bot);
    const { card, id } = await asked(bot, { ...scene, member: scene.operator });
    await bot.sandbox.click(card.id, `deny:${id}`, { user: scene.member });
    await bot.sandbox.waitFor(ephemeral('no approver role'));
    expect(await scene.world.stateOf(id)).toBe('requested');
  });
});
