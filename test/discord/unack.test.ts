import { describe, expect, it } from 'vitest';
import { aFinding } from '../support/builders.ts';
import { anApp } from '../support/discord/app.ts';
import { inSandbox } from '../support/discord/bot.ts';
import { ephemeral, titled } from '../support/discord/remediation-scene.ts';
import { remembering } from '../support/discord/remembered.ts';
import { shown } from '../support/discord/shown.ts';

const bot = inSandbox();
const HOUR = 3_600_000;

async function start() {
  const stale = aFinding({ id: 'stale', status: 'ongoing' });
  const memory = await remembering({ standing: [stale, aFinding({ id: 'open', status: 'ongoing' })] });
  await memory.records.acknowledge('stale', 'Ada', 'known since Friday', Date.now() + HOUR);
  await bot.start(anApp({ records: memory.records }));
  return memory;
}

describe('/unack', () => {
  it('ends an acknowledgement: the finding is open again, and all are told who ended it', async () => {
    const { records } = await start();
    const choices = await bot.sandbox.autocomplete('unack', 'finding', '');
    expect(choices.map(({ value }) => value)).toEqual(['stale']);
    await bot.sandbox.command('unack', { finding: 'stale' }, { user: bot.sandbox.users.member });
    const message = await bot.sandbox.waitFor(titled('Alerts are on again'));
    expect(message.ephemeral_for).toBeNull();
    // Its title alone: the whole sentence is in the list that it was chosen from.
    expect(shown([message])).toContain(`**${aFinding().title}**\nAda had silenced it: known since Friday`);
    expect(shown([message])).toContain(`${bot.sandbox.users.member.name} ended that`);
    expect((await records.openFindings()).map(({ status }) => status)).toEqual(['ongoing', 'ongoing']);
    expect(await bot.sandbox.autocomplete('unack', 'finding', '')).toEqual([]);
  });

  it('ends a silence', async () => {
    const { records } = await start();
    const wanted = { service: null, machine: 'tesseract', by: 'Ada', reason: 'new disks' };
    const { id } = await records.silence(wanted, Date.now() + HOUR);
    const [choice] = await bot.sandbox.autocomplete('unack', 'finding', 'disks');
    expect(choice).toEqual({
      name: expect.stringMatching(/^silence of machine tesseract, until .* UTC: new disks$/),
      value: `silence:${id}`,
    });
    await bot.sandbox.command('unack', { finding: `silence:${id}` });
    await bot.sandbox.waitFor(titled('Alerts are on again'));
    expect(await records.silences()).toEqual([]);
  });

  it.each(['open', 'gone', 'silence:gone'])('tells the asker alone that %s is not quiet', async (finding) => {
    await start();
    await bot.sandbox.command('unack', { finding });
    const refusal = await bot.sandbox.waitFor(ephemeral('Nothing with that name is muted'));
    expect(shown([refusal])).toContain('Choose one from the list that /unack shows');
  });
});
