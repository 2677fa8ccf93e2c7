import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/report/report.ts';
import { anApp, gate } from '../../support/discord/app.ts';
import { inSandbox } from '../../support/discord/bot.ts';
import { isAnswer } from '../../support/discord/shown.ts';

const bot = inSandbox();

describe('an answer', () => {
  it('says no more than that it is being stopped where the stop takes the memory from an audit', async () => {
    const { promise, reject } = gate<Report>();
    const gateway = await bot.start(anApp({ audit: () => promise }));
    await bot.sandbox.command('drift');
    await expect.poll(() => bot.sandbox.messages().length).toBe(1);
    const closed = gateway.close();
    await bot.sandbox.waitFor(({ embeds }) => embeds[0]?.description?.includes('shutting down') ?? false);
    await closed;
    reject(new Error('statement has been finalized'));
    await delay(300);
    expect(bot.sandbox.messages()).toHaveLength(1);
    expect(bot.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('tells who is still waiting when the bot is stopped', async () => {
    const gateway = await bot.start(anApp({ audit: () => gate<Report>().promise }));
    await bot.sandbox.command('drift');
    await expect.poll(() => bot.sandbox.messages().length).toBe(1);
    await gateway.close();
    expect(bot.sandbox.messages()[0]?.embeds[0]?.description).toContain('is shutting down');
  });

  it('leaves an answer that is on its way where it is when the bot is stopped', async () => {
    const gateway = await bot.start(anApp());
    await bot.sandbox.command('drift');
    await bot.sandbox.waitFor(isAnswer);
    await gateway.close();
    expect(bot.sandbox.messages().map(isAnswer)).toEqual([true]);
  });
});
