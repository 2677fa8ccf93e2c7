import { describe, expect, it } from 'vitest';
import { aFinding } from '../support/builders.ts';
import { anApp } from '../support/discord/app.ts';
import { inSandbox } from '../support/discord/bot.ts';
import { ephemeral, titled } from '../support/discord/remediation-scene.ts';
import { remembering } from '../support/discord/remembered.ts';
import { shown } from '../support/discord/shown.ts';

const bot = inSandbox();
async function start(severity: 'CRITICAL' | 'HIGH' = 'HIGH') {
  const memory = await remembering({ standing: [aFinding({ id: 'twice', service: 'shiva', severity })] });
  await bot.start(anApp({ records: memory.records }));
  return memory;
}

describe('/silence', () => {
  it('keeps a service quiet in the name of who asks, and says so in public', async () => {
    const { records } = await start();
    const options = { service: 'akashic-records', for: '2h', reason: 'moving it' };
    await bot.sandbox.command('silence', options, { user: bot.sandbox.users.member });
    const message = await bot.sandbox.waitFor(titled('Silenced'));
    expect(message.ephemeral_for).toBeNull();
    expect(shown([message])).toContain('No alerts for the service akashic-records');
    expect(shown([message])).not.toContain('Still reported');
    const wanted = { service: 'akashic-records', machine: null, by: bot.sandbox.users.member.name };
    expect(await records.silences()).toEqual([expect.objectContaining({ ...wanted, reason: 'moving it' })]);
  });

  it('says of a machine which services are told all the same', async () => {
    await start();
    await bot.sandbox.command('silence', { machine: 'tesseract', for: 'tomorrow', reason: 'new disks' });
    const text = shown([await bot.sandbox.waitFor(titled('Silenced'))]);
    expect(text).toContain('CRITICAL findings of shiva');
  });

  it.each([
    [{ for: '2h', reason: 'x' }, 'Name one service or one machine.'],
    [{ for: '2h', reason: 'x', service: 'shiva', machine: 'tesseract' }, 'Name one service or one machine.'],
    [{ for: 'soon', reason: 'moving it', service: 'akashic-records' }, 'You wrote: moving it'],
    [{ for: '2h', reason: 'x', service: 'shiva' }, 'which is never silenced'],
  ])('refuses %j to the asker alone', async (options, text) => {
    const { records } = await start('CRITICAL');
    await bot.sandbox.command('silence', options);
    await bot.sandbox.waitFor(ephemeral(text));
    expect(await records.silences()).toEqual([]);
  });
});
