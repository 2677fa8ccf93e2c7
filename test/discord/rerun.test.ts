import { describe, expect, it } from 'vitest';
import { aFinding, aReport } from '../support/builders.ts';
import { anApp } from '../support/discord/app.ts';
import { inSandbox } from '../support/discord/bot.ts';
import { ephemeral } from '../support/discord/remediation-scene.ts';
import { buttonOf, idsOf, report, start } from '../support/discord/report-scene.ts';
import { isAnswer } from '../support/discord/shown.ts';

const bot = inSandbox();

describe('under a report there', () => {
  it.each([
    ['drift', {}, [aFinding()], ['rerun:/', 'acknowledge:/', 'details:/']],
    ['drift', { service: 'shiva', machine: 'tesseract' }, [], ['rerun:shiva/tesseract']],
    ['dupes', {}, [aFinding()], []],
  ] as const)('are, for /%s %j', async (command, options, findings, ids) => {
    await start(bot, { audit: async () => aReport({ findings: [...findings] }) });
    await bot.sandbox.command(command, { ...options });
    expect(idsOf(await bot.sandbox.waitFor(isAnswer))).toEqual(ids);
  });

  it('are none that could not be found again', async () => {
    const repo = `${'o'.repeat(39)}/${'r'.repeat(100)}`;
    const app = anApp();
    await bot.start({ ...app, check: async () => {} });
    expect(idsOf(await report(bot, { service: repo }))).toEqual([]);
  });
});

describe('Re-run', () => {
  it('runs the same scope again, and leaves the pressed report as it is', async () => {
    const { app } = await start(bot);
    const first = await report(bot, { service: 'shiva', machine: 'tesseract' });
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
    const { gateway } = await start(bot, { services: ['shiva', service] });
    const first = await report(bot, { service, machine: 'tesseract' });
    expect(buttonOf(first, 'rerun').length).toBeLessThanOrEqual(100);
    await gateway.close();
    const next = await start(bot, { services: [service, 'shiva'], machines: ['tesseract'] });
    await bot.sandbox.click(first.id, buttonOf(first, 'rerun'));
    await expect.poll(() => bot.sandbox.messages().filter(isAnswer).length).toBe(2);
    expect(next.app.audits).toMatchObject([{ service, machine: 'tesseract', only: 'all' }]);
  });

  it.each([
    ['shiva', 'No service "shiva" in the manifest'],
    ['s'.repeat(120), 'no longer in the manifest'],
  ])('of what the manifest has no more is refused to who pressed it: %s', async (service, text) => {
    const { gateway } = await start(bot, { services: ['docs', service] });
    const first = await report(bot, { service });
    await gateway.close();
    const { app } = await start(bot, { services: ['docs'] });
    await bot.sandbox.click(first.id, buttonOf(first, 'rerun'));
    await bot.sandbox.waitFor(ephemeral(text));
    expect(app.audits).toEqual([]);
  });
});
