import { describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { UserError } from '../../src/text/user-error.ts';
import { anApp } from '../support/discord/app.ts';
import { inSandbox } from '../support/discord/bot.ts';
import { ephemeral } from '../support/discord/remediation-scene.ts';

const bot = inSandbox();

/** A bot whose drills reach two channels, and start for approvers only. */
async function start() {
  const asked: Parameters<App['drill']>[0][] = [];
  const { approver } = bot.sandbox.roles;
  await bot.start({
    ...anApp(),
    drill: async (by) => {
      asked.push(by);
      if (by.roles?.includes(approver) !== true) throw new UserError('Only approvers may start a drill');
      return ['discord', 'openclaw'];
    },
  });
  return asked;
}

describe('/drill', () => {
  it('names the channels that it goes to, to the asker alone', async () => {
    const asked = await start();
    const { approver } = bot.sandbox.users;
    await bot.sandbox.command('drill', {}, { user: approver });
    const { content } = await bot.sandbox.waitFor(({ content }) => content.startsWith('The drill'));
    expect(content).toBe(
      'The drill has started on discord and openclaw: see who is woken. It ends in half a minute.',
    );
    expect(asked).toEqual([
      { id: approver.id, name: approver.name, roles: [bot.sandbox.roles.approver], bot: false },
    ]);
  });

  it('tells the asker alone that it is not for them', async () => {
    await start();
    await bot.sandbox.command('drill', {}, { user: bot.sandbox.users.member });
    const refusal = await bot.sandbox.waitFor(ephemeral('Only approvers may start a drill'));
    expect(refusal.ephemeral_for).toBe(bot.sandbox.users.member.id);
  });
});
