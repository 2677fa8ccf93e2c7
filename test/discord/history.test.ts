import { describe, expect, it } from 'vitest';
import type { Closing } from '../../src/store/ledger.ts';
import { aFinding, aServiceState, auditedAt } from '../support/builders.ts';
import { sizeOf } from '../support/embeds/size.ts';
import { anApp } from '../support/discord/app.ts';
import { inSandbox } from '../support/discord/bot.ts';
import { remembering } from '../support/discord/remembered.ts';
import { shown } from '../support/discord/shown.ts';

const bot = inSandbox();

const at = (hours: number) => new Date(Date.parse(auditedAt) + hours * 3_600_000).toISOString();
const inSync = aServiceState({ name: 'shiva', machine: 'tesseract', status: 'in_sync' });
const unseen = aServiceState({ name: 'shiva', machine: 'tesseract', status: 'unknown' });

function aClosing(over: Partial<Closing> = {}): Closing {
  return {
    finding: 'f',
    type: 'git_drift',
    service: 'akashic-records',
    machine: 'knox-mac-mini',
    severity: 'CRITICAL',
    first_seen: at(0),
    resolved_at: at(52),
    ...over,
  };
}

async function answered(options: { service?: string } = {}) {
  await bot.sandbox.command('history', options);
  const message = await bot.sandbox.waitFor(({ embeds }) => embeds.length > 0);
  const [file] = message.attachments;
  return { message, text: shown([message]), file, bytes: file && bot.sandbox.file(file.url) };
}

describe('/history', () => {
  it('shows the audits as a picture with words, the trend, what is open, and the time to repair', async () => {
    const past = await remembering({
      audits: [
        { at: at(0), counts: { CRITICAL: 2 }, services: [aServiceState(), inSync] },
        { at: at(1), counts: { CRITICAL: 9 }, whole: false },
        { at: at(2), counts: { CRITICAL: 1, unknown: 1 }, services: [aServiceState(), unseen] },
      ],
      closings: [aClosing(), aClosing({ finding: 'g', severity: 'LOW', service: 'gone' })],
      standing: [aFinding({ severity: 'HIGH' })],
    });
    const app = anApp({ records: past.records });
    await bot.start(app);
    const { message, text, file, bytes } = await answered();
    expect(text).toContain('History · whole fleet');
    expect(text).toContain('The last 2 full audits, from <t:');
    expect(text).toContain('🟠 **1** high · ⚪ **1** service unknown');
    expect(text).toMatch(/previous audit, <t:\d+:R>: 🔴 critical 2 → 1 ▼, ⚪ unknown 0 → 1 ▲/);
    expect(text).toContain('🔴 critical **2d 4h**, from 1 resolved\n🟡 low **2d 4h**, from 1 resolved');
    expect(text).toMatch(/🔴 akashic-records on knox-mac-mini · git drift · <t:\d+:R> after 2d 4h/);
    expect(text).toContain('history · 2 audits shown');
    expect(message.embeds[0]?.image?.url).toBe(file?.url);
    expect(file?.description).toContain('over time, whole fleet, last 2 audits.');
    expect(file?.description).toContain('Latest: critical 1, high 0, low 0, unknown services 1.');
    const png = Buffer.from(bytes!);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 921]);
    expect(app.audits).toEqual([]);
  });

  it('is of one service where it is named', async () => {
    const past = await remembering({
      audits: [
        { at: at(0), services: [aServiceState(), inSync] },
        { at: at(5), services: [aServiceState(), unseen] },
      ],
      closings: [aClosing()],
      standing: [aFinding()],
    });
    await bot.start(anApp({ records: past.records }));
    const { text, file } = await answered({ service: 'shiva' });
    expect(text).toContain('History · shiva');
    expect(text).toMatch(/Its findings have changed once since <t:\d+:R>. Last checked <t:\d+:R>./);
    expect(text).toContain('⚪ the service is unknown');
    expect(text).toContain('⚪ unknown 0 → 1 ▲');
    expect(text).toContain('No resolved findings on record yet.');
    expect(text).not.toContain('akashic');
    expect(file?.description).toContain('over time, shiva.');
  });

  it('says so where nothing is remembered, and gives no picture', async () => {
    await bot.start(anApp());
    const { message, text } = await answered();
    expect(text).toContain('No full audit on record yet');
    expect(text).toContain('⚪ **2** services unknown');
    expect(message.attachments).toEqual([]);
    expect(message.embeds[0]?.image).toBeUndefined();
    await bot.sandbox.command('history', { service: 'shiva' });
    const other = await bot.sandbox.waitFor((each) => shown([each]).includes('History · shiva'));
    expect(shown([other])).toContain('No audit of this service on record yet');
    expect(other.attachments).toEqual([]);
  });

  it('draws a single audit too, and says that it is the only one', async () => {
    const past = await remembering({ audits: [{ services: [inSync] }] });
    await bot.start(anApp({ services: ['x', 'shiva'], records: past.records }));
    const { text, bytes } = await answered();
    expect(text).toContain('The only full audit on record');
    expect(text).toContain('history · 1 audit shown');
    expect(bytes?.length).toBeGreaterThan(1000);
  });

  it('answers an unknown name to the asker alone, with the nearest', async () => {
    await bot.start(anApp());
    await bot.sandbox.command('history', { service: 'shivva' });
    const message = await bot.sandbox.waitFor(({ content, embeds }) => content !== '' || embeds.length > 0);
    expect(message.ephemeral_for).not.toBeNull();
    expect(JSON.stringify(message)).toContain('Did you mean akashic-records or shiva?');
  });

  it('takes a repository for its only service, and asks which where it has several', async () => {
    const records = (await remembering({ audits: [{ services: [inSync] }] })).records;
    const app = anApp({ records });
    const of = (names: string[]) => async () =>
      names.map((name) => ({ name, machine: 'tesseract', trading: false, watched: false }));
    app.inventory = of(['shiva']);
    await bot.start(app);
    expect((await answered({ service: 'knox/shiva' })).text).toContain('History · shiva');
    app.inventory = of(['a', 'b', 'c', 'd', 'e', 'f']);
    await bot.sandbox.command('history', { service: 'knox/all' });
    const message = await bot.sandbox.waitFor((each) => JSON.stringify(each).includes('6 services'));
    expect(JSON.stringify(message)).toContain('choose one, such as a, b, c, d, e.');
  });

  it('keeps the limits with names of the greatest length, and shows them character by character', async () => {
    const name = `*_\`@everyone<${'*'.repeat(300)}`;
    const state = aServiceState({ name, machine: name });
    const closings = Array.from({ length: 8 }, (_, index) =>
      aClosing({ finding: `f${index}`, service: name, machine: name, type: '*'.repeat(300) }),
    );
    const audits = [
      { at: at(0), services: [state] },
      { at: at(1), services: [{ ...state, status: 'unknown' as const }] },
    ];
    const past = await remembering({ audits, closings });
    const app = anApp({
      services: [name],
      machines: [name],
      warning: '*'.repeat(2000),
      records: past.records,
    });
    await bot.start(app);
    const { message, text } = await answered({ service: name });
    expect(message.embeds).toHaveLength(1);
    expect(sizeOf(message.embeds)).toBeLessThanOrEqual(6000);
    expect(text.match(/after 2d 4h/g)).toHaveLength(5);
    expect(message.mentions_pinged).toEqual([]);
    expect(message.attachments[0]?.description).not.toBe('');
  });

  it('completes the name of a service', async () => {
    await bot.start(anApp());
    const choices = await bot.sandbox.autocomplete('history', 'service', 'shiv');
    expect(choices.map(({ value }) => value)).toEqual(['shiva']);
  });
});
