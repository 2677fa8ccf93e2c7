import { describe, expect, it } from 'vitest';
import { aReport, aServiceState, auditedAt } from '../support/builders.ts';
import { anApp } from '../support/discord/app.ts';
import { inSandbox } from '../support/discord/bot.ts';
import { remembering } from '../support/discord/remembered.ts';
import { isAnswer, shown } from '../support/discord/shown.ts';

const bot = inSandbox();

async function answerTo(options: { service?: string; machine?: string }, command = 'drift') {
  const { records } = await remembering({ audits: [{ services: [aServiceState()] }] });
  const app = anApp({
    records,
    audit: async ({ service }) =>
      aReport({
        scope: { service },
        services: service === 'shiva' ? ['a', 'b'].map((name) => aServiceState({ name })) : [aServiceState()],
      }),
  });
  const inventory: typeof app.inventory = async (scope) =>
    (await app.inventory(scope)).map((listed) => ({ ...listed, web: 'https://github.com/o/r' }));
  await bot.start({ ...app, inventory });
  await bot.sandbox.command(command, options);
  return await bot.sandbox.waitFor(isAnswer);
}

describe('/drift', () => {
  it('of one service answers with its card, with what is remembered and where its commits are', async () => {
    const message = await answerTo({ service: 'akashic-records' });
    expect(message.embeds[0]?.title).toBe('🟠 Drift · akashic-records on knox-mac-mini');
    const text = shown([message]);
    expect(text).toContain(`Since\ndrift since <t:${Date.parse(auditedAt) / 1000}:R>`);
    expect(text).toContain('[`a3f8c21`](https://github.com/o/r/commit/a3f8c21');
    expect(text).toContain('Evidence\n• commits behind: 4');
    expect(message.attachments).toEqual([]);
  });

  it.each([
    ['of a machine', {}, 'drift'],
    ['of a repository with several services', { service: 'shiva' }, 'drift'],
    ['of processes only', { service: 'akashic-records' }, 'dupes'],
  ])('%s answers with the report', async (_, options, command) => {
    expect((await answerTo(options, command)).embeds[0]?.title).toMatch(
      /^🟠 Nothing needs you now, 1 can wait/,
    );
  });
});
