import { describe, expect, it } from 'vitest';
import { aBotProcess, ended } from '../support/bots/bot-process.ts';

describe('a bot that starts in a server for the first time', () => {
  it('says what it watches, when it scans, and what to try; and never again', async () => {
    const bot = await aBotProcess({ SCAN_CRON: '0 18 29 2 *', WATCH_INTERVAL: '0' });
    const services = ['shiva', 'foresight'].map((name) => ({
      name,
      machine: 'tesseract',
      risk_tier: 'LOW',
      health_url: 'http://127.0.0.1:9/',
    }));
    bot.write({ machines: { tesseract: { host: '127.0.0.1', ssh: false } }, services });
    for (const start of [1, 2]) {
      const { child, said } = bot.start();
      await expect.poll(said, { timeout: 120_000 }).toContain('Driftwatch is ready');
      const hello = await bot.sandbox.waitFor(({ embeds }) => embeds.length > 0, 30_000);
      expect(hello.embeds[0]?.title).toBe('🟢 Watching 2 services on 1 machine');
      expect(hello.embeds[0]?.description).toMatch(/next scan is <t:\d+:f>\.\nTry `\/drift`/);
      child.kill('SIGTERM');
      await ended(child);
      expect([start, bot.sandbox.messages().length]).toEqual([start, 1]);
    }
    const { greeted, outbox } = await bot.remembered();
    expect([greeted, outbox]).toEqual([[bot.sandbox.guildId], []]);
  });
});
