import { describe, expect, it } from 'vitest';
import { aFinding } from '../support/builders.ts';
import { anApp } from '../support/discord/app.ts';
import { inSandbox } from '../support/discord/bot.ts';
import { titled } from '../support/discord/remediation-scene.ts';
import { remembering } from '../support/discord/remembered.ts';
import { inputsOf } from '../../sandbox/interactions/modal-inputs.ts';
import { shown } from '../support/discord/shown.ts';

const bot = inSandbox();

const stale = aFinding({ id: 'stale', status: 'ongoing' });
const twice = aFinding({
  id: 'twice',
  type: 'duplicate_process',
  severity: 'CRITICAL',
  service: 'shiva',
  machine: 'tesseract',
  summary: 'shiva on tesseract runs twice.',
});

async function start(standing = [stale, twice]) {
  const memory = await remembering({ standing });
  const app = anApp({ records: memory.records });
  await bot.start(app);
  return { app, ...memory };
}

describe('/ack', () => {
  it('acknowledges in the name of who asks, and says so in public', async () => {
    const { records } = await start();
    const before = Date.now();
    const options = { finding: 'stale', reason: 'The deployment is on Monday', until: '2d' };
    await bot.sandbox.command('ack', options, { user: bot.sandbox.users.member });
    const message = await bot.sandbox.waitFor(titled('Acknowledged'));
    expect(message.ephemeral_for).toBeNull();
    const text = shown([message]);
    const { name } = bot.sandbox.users.member;
    for (const part of ['akashic-records is behind its branch', name, 'The deployment is on Monday'])
      expect(text).toContain(part);
    expect(text).toContain('At once if it gets worse than 🟠 high');
    expect(text).not.toContain('Replaces');
    const [, seconds = ''] = /Quiet until\n<t:(\d+):f> \(<t:\1:R>\)/.exec(text) ?? [];
    expect(Math.abs(Number(seconds) * 1000 - before - 2 * 86_400_000)).toBeLessThan(60_000);
    expect((await records.openFindings()).find(({ id }) => id === 'stale')).toMatchObject({
      status: 'acknowledged',
      evidence: { acknowledged: { by: name, reason: 'The deployment is on Monday' } },
    });
  });

  it('is good for a week where nothing else is said, and of what is critical already says when it alerts again', async () => {
    const { records } = await start();
    await bot.sandbox.command('ack', { finding: 'twice', reason: 'on it' });
    expect(shown([await bot.sandbox.waitFor(titled('Acknowledged'))])).toContain(
      'When the time is up, if still open.',
    );
    const [, found] = await records.openFindings();
    const { until } = found!.evidence['acknowledged'] as { until: string };
    expect(Math.abs(Date.parse(until) - Date.now() - 7 * 86_400_000)).toBeLessThan(60_000);
  });

  it('says what it replaces', async () => {
    const { records } = await start();
    await records.acknowledge('stale', 'Ada', 'known since Friday', Date.now() + 3_600_000);
    await bot.sandbox.command('ack', { finding: 'stale', reason: 'still known' });
    const text = shown([await bot.sandbox.waitFor(titled('Acknowledged'))]);
    expect(text).toMatch(/Replaces\nacknowledged by Ada until <t:\d+:R>: known since Friday/);
    const [found] = await records.openFindings();
    expect(found?.evidence['acknowledged']).toMatchObject({ reason: 'still known' });
  });

  it('loses nothing of what was typed with a mistyped time', async () => {
    const { records } = await start();
    const reason = 'waits for *Monday*, 09:00 `deploy`';
    await bot.sandbox.command('ack', { finding: 'stale', reason, until: 'fri 25:00' });
    const refused = await bot.sandbox.waitFor(({ ephemeral_for }) => ephemeral_for !== null);
    const { interactionId } = await bot.sandbox.click(refused.id, 'correct:stale:fri 25:00');
    const modal = await bot.sandbox.waitForModal(interactionId);
    expect(inputsOf(modal).map(({ value }) => value)).toEqual([reason, 'fri 25:00']);
    await bot.sandbox.submitModal(interactionId, { until: 'friday 9:00' });
    await bot.sandbox.waitFor(titled('Acknowledged'));
    const found = (await records.openFindings()).find(({ id }) => id === 'stale');
    expect(found?.evidence['acknowledged']).toMatchObject({ reason });
  });

  it.each([
    [{ finding: 'stale', reason: 'x', until: 'soon' }, '"soon" is not a time. Write 12h or 7d, tomorrow'],
    [{ finding: 'stale', reason: 'x', until: '2020-01-01' }, 'is not in the future'],
    [{ finding: 'stale', reason: 'x', until: '91d' }, 'more than 90 days ahead'],
    [{ finding: 'stale', reason: '   ' }, 'Say why in a few words'],
    [{ finding: 'gone', reason: 'x' }, 'Finding "gone" is not open'],
    [{ finding: '@everyone'.repeat(99), reason: 'x' }, 'is not open'],
  ])('refuses %j to the asker alone, and changes nothing', async (options, text) => {
    const { records, ledger } = await start();
    const before = await ledger.read();
    await bot.sandbox.command('ack', options);
    const message = await bot.sandbox.waitFor(({ embeds }) => embeds.length > 0);
    expect([message.ephemeral_for === null, shown([message])]).toEqual([
      false,
      expect.stringContaining(text),
    ]);
    expect(await ledger.read()).toEqual(before);
    expect((await records.openFindings()).filter(({ status }) => status === 'acknowledged')).toEqual([]);
    expect(bot.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('lets no reason mention, format or link anything', async () => {
    await start();
    const { users, roles } = bot.sandbox;
    const reason = `@everyone <@${users.member.id}> <@&${roles.oncall}> [x](https://evil.example) \`\`\`||`;
    await bot.sandbox.command('ack', { finding: 'stale', reason });
    const message = await bot.sandbox.waitFor(titled('Acknowledged'));
    expect(message.mentions_pinged).toEqual([]);
    const why = message.embeds[0]?.fields?.find(({ name }) => name === 'Reason')?.value ?? '';
    expect(why).not.toMatch(/@everyone|(?<!\\)[<[`|]|https:\/\//);
    expect(shown([message])).toContain('[x]');
  });
});

describe('the choices of /ack', () => {
  const low = aFinding({
    id: 'low',
    service: 'shiva',
    severity: 'LOW',
    type: 'uptime_high',
    summary: 'up 40 d',
  });
  const unreachable = aFinding({
    id: 'dead',
    service: null,
    type: 'machine_unreachable',
    severity: 'CRITICAL',
    summary: 'no answer',
  });

  async function choices(typed: string) {
    return await bot.sandbox.autocomplete('ack', 'finding', typed);
  }

  it('begin with the trading services, then the worst', async () => {
    await start([stale, low, unreachable, twice]);
    expect(await choices('')).toEqual([
      { name: 'CRITICAL shiva: duplicate process · shiva on tesseract runs twice.', value: 'twice' },
      { name: 'LOW shiva: uptime high · up 40 d', value: 'low' },
      { name: 'CRITICAL knox-mac-mini: machine unreachable · no answer', value: 'dead' },
      { name: expect.stringMatching(/^HIGH akashic-records: git drift · .*…$/), value: 'stale' },
    ]);
  });

  it('keep their place when they are acknowledged, and say so', async () => {
    const { records } = await start([stale, low]);
    await records.acknowledge('low', 'Ada', 'x', Date.now() + 60_000);
    const shown = await choices('');
    expect(shown.map(({ value }) => value)).toEqual(['low', 'stale']);
    expect(shown[0]?.name).toBe('LOW shiva: uptime high, acknowledged · up 40 d');
  });

  it.each([
    ['SHIVA', ['twice', 'low']],
    ['git drift', ['stale']],
    ['reindex', ['stale']],
    ['stale', ['stale']],
    ['tesseract', ['twice']],
    ['nothing like it', []],
  ])('for %j are %j', async (typed, ids) => {
    await start([stale, twice, low]);
    expect((await choices(typed)).map(({ value }) => value)).toEqual(ids);
  });

  it('are at most 25 of at most 100 characters, whatever names and sentences are', async () => {
    const standing = Array.from({ length: 40 }, (_, index) =>
      aFinding({
        id: `f${index}`,
        service: `${'😀'.repeat(120)}${index}`,
        summary: '\u202E@everyone\n'.repeat(300),
      }),
    );
    await start(standing);
    const found = await choices('');
    expect(found).toHaveLength(25);
    for (const { name } of found) {
      expect(name.length).toBeLessThanOrEqual(100);
      expect(name).toMatch(/^HIGH 😀+…: [^\n\u202E]*…$/u);
      expect(name.isWellFormed()).toBe(true);
    }
  });
});
