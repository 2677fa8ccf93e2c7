import { describe, expect, it } from 'vitest';
import { Report } from '../../src/report/report.ts';
import { aFinding, aReport } from '../support/builders.ts';
import { anApp, gate } from '../support/discord/app.ts';
import { inSandbox } from '../support/discord/bot.ts';
import { isAnswer, shown } from '../support/discord/shown.ts';

const bot = inSandbox();

describe('an answer', () => {
  it('of 300 findings comes in several messages with all of them, and the whole report as files', async () => {
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
    await bot.sandbox.waitFor(({ embeds }) => /(\d+) of \1$/.test(embeds.at(-1)?.footer?.text ?? ''));
    const messages = bot.sandbox.messages();
    const text = shown(messages);
    for (const { service } of findings) expect(text).toContain(`${service} on knox-mac-mini · git drift`);
    expect(messages.length).toBeGreaterThan(3);
    const [first, ...others] = messages;
    expect(first?.attachments.map(({ filename }) => filename)).toEqual(['report.md', 'report.json']);
    expect(others.flatMap(({ attachments }) => attachments)).toEqual([]);
    const [markdown = '', json = ''] = (first?.attachments ?? []).map(({ url }) => file(url));
    for (const index of [0, 150, 299]) expect(markdown).toContain(`end ${index}`);
    expect(Report.parse(JSON.parse(json))).toEqual(report);
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

  it('of several messages goes on in the channel from where the time ran out', async () => {
    const findings = Array.from({ length: 40 }, (_, index) =>
      aFinding({ service: `service-${index}`, summary: `sentence ${index} ${'long '.repeat(80)}` }),
    );
    await bot.start(anApp({ audit: () => Promise.resolve(aReport({ findings })) }));
    const expire = bot.sandbox.waitFor(isAnswer).then(() => bot.sandbox.faults.expireTokens());
    await bot.sandbox.command('drift');
    await expire;
    await bot.sandbox.waitFor(({ embeds }) => /(\d+) of \1$/.test(embeds.at(-1)?.footer?.text ?? ''));
    const text = shown(bot.sandbox.messages());
    for (const { service } of findings) expect(text).toContain(`${service} on knox-mac-mini`);
    expect(text.match(/1 of \d+/g)).toHaveLength(1);
  });
});

function file(url: string): string {
  return Buffer.from(bot.sandbox.file(url) ?? []).toString('utf8');
}
