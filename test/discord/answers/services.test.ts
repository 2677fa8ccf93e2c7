import { describe, expect, it } from 'vitest';
import { aFinding, aServiceState } from '../../support/builders.ts';
import { anApp } from '../../support/discord/app.ts';
import { inSandbox } from '../../support/discord/bot.ts';
import { remembering } from '../../support/discord/remembered.ts';
import { shown } from '../../support/discord/shown.ts';

const bot = inSandbox();

const trading = { name: 'shiva', machine: 'tesseract' } as const;
const inSync = aServiceState({
  ...trading,
  status: 'in_sync',
  commits_behind: 0,
  running_sha: 'b'.repeat(40),
  expected_sha: 'b'.repeat(40),
});

async function answered() {
  await bot.sandbox.command('services');
  return await bot.sandbox.waitFor(({ embeds }) => embeds.length > 0);
}

describe('/services', () => {
  it('shows each service as it was last seen, what drifts first, and audits nothing', async () => {
    const audits = [{ services: [inSync, aServiceState()] }];
    const { records } = await remembering({ audits, standing: [aFinding({ severity: 'CRITICAL' })] });
    const app = anApp({
      records,
      services: ['docs', 'shiva', 'akashic-records'],
      machines: ['knox-mac-mini', 'tesseract'],
    });
    await bot.start(app);
    const text = shown([await answered()]);
    expect(text).toContain('Services · 🔴 1 in drift · ⚪ 1 unknown · 🟢 1 in sync');
    const lines = text.split('\n').filter((line) => line.includes('**'));
    expect(lines).toEqual([
      expect.stringMatching(
        /^🔴 \*\*akashic-records\*\* · `a3f8c21` → `b9d1e44` · 4 behind · up 1d · drift since <t:\d+:R>$/,
      ),
      '⚪ **docs** · not checked yet',
      expect.stringMatching(/^🟢 \*\*shiva\*\* · `bbbbbbb` · up 1d · in sync since <t:\d+:R>$/),
    ]);
    expect(app.audits).toEqual([]);
  });

  it('does not call in sync what a shorter look has found something on', async () => {
    const duplicate = aFinding({
      machine: 'tesseract',
      service: 'shiva',
      type: 'duplicate_process',
      severity: 'CRITICAL',
    });
    const { records } = await remembering({ audits: [{ services: [inSync] }], standing: [duplicate] });
    await bot.start(anApp({ records, services: ['x', 'shiva'] }));
    expect(shown([await answered()])).toContain('🔴 **shiva**');
  });

  it('leaves out what the manifest no longer has, and takes another machine for another service', async () => {
    const audits = [{ services: [aServiceState({ name: 'gone' }), { ...inSync, machine: 'elsewhere' }] }];
    const { records } = await remembering({ audits });
    await bot.start(anApp({ records, services: ['x', 'shiva'] }));
    const text = shown([await answered()]);
    expect(text).not.toContain('gone');
    expect(text).toContain('⚪ **shiva** · not checked yet');
  });

  const MANY = process.env['CI'] ? 2000 : 400;
  it(`pages through ${MANY} services with the longest names, none lost`, async () => {
    const services = Array.from({ length: MANY }, (_, index) => `s${index}-${'*'.repeat(80)}`);
    const { records } = await remembering({
      audits: [
        {
          services: services.map((name, index) =>
            aServiceState({ name, machine: `machine-${index % 200}`, running_sha: '@'.repeat(90) }),
          ),
        },
      ],
      standing: services.map((service) => aFinding({ service })),
    });
    const app = anApp({
      records,
      services,
      machines: Array.from({ length: 200 }, (_, index) => `machine-${index}`),
    });
    await bot.start(app);
    let page = await answered();
    const seen = [shown([page])];
    const pages = Number(/of (\d+)$/.exec(seen[0] ?? '')?.[1]);
    for (let at = 2; at <= pages; at += 1) {
      await bot.sandbox.click(page.id, `services:${at}`);
      page = await bot.sandbox.waitFor((message) => shown([message]).endsWith(`${at} of ${pages}`));
      seen.push(shown([page]));
    }
    const text = seen.join('\n');
    for (const index of [0, MANY / 2, MANY - 1]) expect(text).toContain(`s${index}-`);
    expect(text.match(/🟠 \*\*/g)).toHaveLength(MANY);
    expect(bot.sandbox.messages()).toHaveLength(1);
  });
});
