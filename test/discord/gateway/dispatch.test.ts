import { describe, expect, it } from 'vitest';
import { drift } from '../../../commands/drift.ts';
import { dispatch } from '../../../src/discord/gateway/dispatch.ts';
import { startBot } from '../../support/sandbox/bot.ts';
import { anApp } from '../../support/discord/app.ts';
import { inSandbox } from '../../support/discord/bot.ts';

const bot = inSandbox();

describe('an interaction of another guild', () => {
  it('is refused politely, and completes nothing', async () => {
    const app = anApp();
    const remediation = {
      ...bot.optionsFor(app),
      guildId: '1',
      commands: new Map([['drift', drift]]),
      buttons: new Map(),
      selects: new Map(),
      isStopping: () => false,
    };
    const { stop } = await startBot(bot.sandbox, (interaction) => dispatch(interaction, remediation), [
      drift.data,
    ]);
    try {
      expect(await bot.sandbox.autocomplete('drift', 'service', '')).toEqual([]);
      await bot.sandbox.command('drift');
      const message = await bot.sandbox.waitFor(({ embeds }) => embeds.length > 0);
      expect(message.embeds[0]?.description).toContain('serves another server');
      expect(message.ephemeral_for).not.toBeNull();
      expect(app.audits).toEqual([]);
    } finally {
      await stop();
    }
  });
});
