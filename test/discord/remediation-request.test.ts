import { ComponentType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { anApp } from '../support/discord/app.ts';
import { inSandbox } from '../support/discord/bot.ts';
import { ephemeral, start, titled } from '../support/discord/remediation-scene.ts';
import { shown } from '../support/discord/shown.ts';

const bot = inSandbox();

describe('a request', () => {
  it('by the select under the report shows its card in the logs channel, and no trading bot is offered', async () => {
    const scene = await start(bot);
    await bot.sandbox.command('drift', {}, { user: scene.member, channel: bot.sandbox.generalChannelId });
    const report = await bot.sandbox.waitFor(({ components }) => (components ?? []).length > 0);
    const [row] = report.components ?? [];
    const select = row?.type === ComponentType.ActionRow ? row.components[0] : undefined;
    const options = select?.type === ComponentType.StringSelect ? select.options : [];
    expect(options.map(({ label }) => label)).toEqual([
      'log-shipper: restart the container',
      'metrics: restart the container',
    ]);
    const chosen = options[0]?.value ?? '';
    await bot.sandbox.select(report.id, 'remediate:7c0ffee1', [chosen], { user: scene.member });
    const card = await bot.sandbox.waitFor(titled('Approval needed'));
    expect(card.channel_id).toBe(bot.sandbox.logsChannelId);
    expect(card.mentions_pinged).toEqual([`<@&${bot.sandbox.roles.approver}>`]);
    expect(card.content).toBe(
      `<@&${bot.sandbox.roles.approver}> restart container for log-shipper? Requested by ${scene.member.name}.`,
    );
    const text = shown([card]);
    for (const part of [
      'log-shipper',
      'docker restart log-shipper',
      'knox@10.0.0.5:22',
      scene.member.id,
      'May interrupt',
    ])
      expect(text).toContain(part);
    await bot.sandbox.waitFor(
      ({ content, ephemeral_for }) => ephemeral_for !== null && content.includes(card.id),
    );
  });

  it('for a trading bot gives the card that says why not, and what a person would do, without a button', async () => {
    const scene = await start(bot);
    await bot.sandbox.command('remediate', { service: 'shiva', action: 'restart-container' });
    const card = await bot.sandbox.waitFor(titled('Not done'));
    expect(card.components ?? []).toEqual([]);
    expect(card.embeds[0]?.description).toMatch(/^\*\*Shiva is a trading service/);
    expect(card.mentions_pinged).toEqual([]);
    expect(shown([card])).toContain('Check its open orders');
    expect(scene.world.runs).toEqual([]);
  });

  it('by command is offered for what can be requested now, and for nothing else', async () => {
    const scene = await start(bot);
    const offered = async (name: string, service: string) =>
      (await bot.sandbox.autocomplete('remediate', name, '', { service })).map(({ value }) => value);
    expect(await offered('service', '')).toEqual(['log-shipper', 'metrics']);
    expect(await offered('action', 'metrics')).toEqual(['restart-container']);
    expect(await offered('action', 'shiva')).toEqual([]);
    scene.world.sick.delete('metrics');
    expect(await offered('service', '')).toEqual(['log-shipper']);
  });

  it('for an action or a service that is not there is refused', async () => {
    await start(bot);
    await bot.sandbox.command('remediate', { service: 'shiva', action: 'rm -rf /' });
    await bot.sandbox.waitFor(ephemeral('Unknown action "rm -rf /"'));
    await bot.sandbox.command('remediate', { service: 'nobody', action: 'restart-container' });
    await bot.sandbox.waitFor(ephemeral('No service "nobody"'));
    expect(bot.logged.filter(({ level }) => level !== 'info')).toEqual([]);
  });
});

it('says that remediation is off where it is', async () => {
  await bot.start(anApp());
  await bot.sandbox.command('remediate', { service: 'shiva', action: 'restart-container' });
  await bot.sandbox.waitFor(ephemeral('off'));
  expect(bot.logged.filter(({ level }) => level !== 'info')).toEqual([]);
});
