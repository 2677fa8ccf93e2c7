import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { aFinding, aReport } from '../support/builders.ts';
import { anApp, gate } from '../support/discord/app.ts';
import { inSandbox } from '../support/discord/bot.ts';
import { isAnswer } from '../support/discord/shown.ts';

const bot = inSandbox();

describe('an answer', () => {
  it('of 300 findings is one message, with the whole report as its one file', async () => {
    const findings = Array.from({ length: 300 }, (_, index) =>
      aFinding({
        id: `f${index}`,
        service: `service-${index}`,
        summary: `sentence ${index} ${'long '.repeat(80)}end ${index}`,
      }),
    );
    const report = aReport({ findings });
    await bot.start(anApp({ audit: () => Promise.resolve(report) }));
    await bot.sandbox.command('drift');
    const message = await bot.sandbox.waitFor(isAnswer);
    expect(bot.sandbox.messages()).toHaveLength(1);
    expect(message.embeds[0]?.title).toBe('🟠 Nothing needs you now, 300 can wait; 0 in sync, 0 unknown');
    expect(message.attachments.map(({ filename }) => filename)).toEqual(['report.md']);
    const markdown = file(message.attachments[0]?.url ?? '');
    for (const index of [0, 150, 299]) expect(markdown).toContain(`end ${index}`);
  });

  it('goes to the channel, with a word to the asker, when Discord’s 15 minutes are over', async () => {
    const { promise, resolve } = gate<Report>();
    await bot.start(anApp({ audit: () => promise }));
    const { users, generalChannelId } = bot.sandbox;
    await bot.sandbox.command('drift', {}, { user: users.member, channel: generalChannelId });
    await expect.poll(() => bot.sandbox.messages(generalChannelId).length).toBe(1);
    bot.sandbox.clock.advance(15 * 60_000 + 1000);
    resolve(aReport());
    await bot.sandbox.waitFor(isAnswer);
    const [, word, report] = bot.sandbox.messages(generalChannelId);
    expect(word?.mentions_pinged).toEqual([`<@${users.member.id}>`]);
    expect(report && isAnswer(report)).toBe(true);
    expect(bot.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

function file(url: string): string {
  return Buffer.from(bot.sandbox.file(url) ?? []).toString('utf8');
}
