import { describe, expect, it } from 'vitest';
import { aFinding } from '../support/builders.ts';
import { inSandbox } from '../support/discord/bot.ts';
import { buttonOf, report, start } from '../support/discord/report-scene.ts';
import { shown } from '../support/discord/shown.ts';

const bot = inSandbox();
const worst = aFinding({
  id: 'worst',
  severity: 'CRITICAL',
  type: 'duplicate_process',
  service: 'shiva',
  machine: 'tesseract',
  title: '2 instances of shiva are running',
  summary: 'shiva runs twice.',
  evidence: { trees: [{ pid: 812 }, { pid: 4711, extra: true }] },
});
const rest = Array.from({ length: 30 }, (_, index) =>
  aFinding({ id: `f${index}`, title: `Fact ${index}`, summary: `Sentence ${index}.` }),
);

describe('Details', () => {
  it('shows who asks the evidence of the worst, then of the one that is chosen, and pages through all', async () => {
    await start(bot, {}, [...rest, worst]);
    const message = await report(bot);
    await bot.sandbox.click(message.id, buttonOf(message, 'details'));
    const first = await bot.sandbox.waitFor(({ embeds }) => embeds[0]?.footer?.text === 'finding worst');
    expect(first.ephemeral_for).not.toBeNull();
    for (const part of ['2 instances of shiva are running', 'shiva runs twice.', 'process: pid 4711, extra'])
      expect(shown([first])).toContain(part);

    await bot.sandbox.select(first.id, 'details:1:/', ['f3']);
    const chosen = await bot.sandbox.waitFor(({ embeds }) => embeds[0]?.footer?.text === 'finding f3');
    expect(chosen.id).toBe(first.id);

    await bot.sandbox.click(first.id, 'details:2:/');
    const last = await bot.sandbox.waitFor(({ embeds }) => embeds[0]?.footer?.text === 'finding f24');
    expect(last.id).toBe(first.id);
  });

  it('says that all is resolved by then', async () => {
    const { records } = await start(bot, {}, []);
    expect(await records.openFindings()).toEqual([]);
    const message = await report(bot);
    await bot.sandbox.click(message.id, buttonOf(message, 'details'));
    const answer = await bot.sandbox.waitFor((said) => shown([said]).includes('Everything in this report'));
    expect(answer.ephemeral_for).not.toBeNull();
  });
});
