import { setTimeout as delay } from 'node:timers/promises';
import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { OnProgress } from '../../src/facts/progress.ts';
import type { Report } from '../../src/report/report.ts';
import { UserError } from '../../src/text/user-error.ts';
import { aFinding, aMachineState, aReport, aServiceState } from '../support/builders.ts';
import { anApp, gate } from '../support/discord/app.ts';
import { inSandbox } from '../support/discord/bot.ts';
import { isAnswer, shown } from '../support/discord/shown.ts';

const bot = inSandbox();

describe.each([
  ['drift', 'in sync'],
  ['dupes', 'as expected'],
])('/%s', (command, good) => {
  it('answers in public with the report', async () => {
    await bot.start(anApp());
    await bot.sandbox.command(command);
    const message = await bot.sandbox.waitFor(isAnswer);
    expect(message.ephemeral_for).toBeNull();
    expect(message.embeds[0]?.title).toBe(`🟠 Nothing needs you now, 1 can wait; 0 ${good}, 0 unknown`);
    expect(shown([message])).toContain(aFinding().summary);
    expect(message.attachments).toEqual([]);
  });

  it('audits what its options name', async () => {
    const app = anApp();
    await bot.start(app);
    await bot.sandbox.command(command, { service: 'shiva', machine: 'tesseract' });
    await bot.sandbox.waitFor(isAnswer);
    const only = command === 'dupes' ? 'processes' : 'all';
    expect(app.audits).toEqual([{ trigger: 'command', service: 'shiva', machine: 'tesseract', only }]);
  });

  it('answers an unknown name to the asker alone, with the nearest, and audits nothing', async () => {
    const app = anApp();
    await bot.start(app);
    await bot.sandbox.command(command, { service: 'shivva' }, { user: bot.sandbox.users.member });
    const message = await bot.sandbox.waitFor(({ embeds }) => embeds.length > 0);
    expect(message.ephemeral_for).toBe(bot.sandbox.users.member.id);
    expect(message.embeds[0]?.description).toContain('No service "shivva" in the manifest. Did you mean');
    expect(app.audits).toEqual([]);
    expect(bot.sandbox.messages()).toHaveLength(1);
  });

  it('completes the names of services and of machines', async () => {
    await bot.start(anApp({ services: ['shiva', 'ashiva', 'akashic-records', 'foresight'] }));
    const names = async (option: string, typed: string) =>
      (await bot.sandbox.autocomplete(command, option, typed)).map(({ value }) => value);
    expect(await names('service', 'shi')).toEqual(['shiva', 'ashiva', 'akashic-records']);
    expect(await names('service', 'akasic')).toEqual(['akashic-records']);
    expect(await names('service', 'FORE')).toEqual(['foresight']);
    expect(await names('service', '')).toHaveLength(4);
    expect(await names('machine', 'tess')).toEqual(['tesseract']);
    expect(await names('machine', 'nothing like it')).toEqual([]);
  });
});

describe('an answer', () => {
  it('is deferred at once, shows who has not answered yet, and then the report', async () => {
    const { promise, resolve } = gate<Report>();
    const told = gate<OnProgress>();
    await bot.start(
      anApp({
        audit: (_, onProgress) => {
          told.resolve(onProgress);
          return promise;
        },
      }),
    );
    const { interactionId } = await bot.sandbox.command('drift');
    const tell = await told.promise;
    expect(bot.sandbox.interaction(interactionId)?.answered).toBe(5);
    for (let done = 0; done < 4; done += 1) tell({ done, total: 5, waiting: ['tesseract'] });
    const progress = await bot.sandbox.waitFor(({ embeds }) => embeds.length > 0);
    expect(progress.embeds[0]?.description).toContain('3 of 5 answers · waiting for tesseract');
    const editsBefore = edits();
    tell({ done: 4, total: 5, waiting: ['tesseract'] });
    resolve(aReport());
    const message = await bot.sandbox.waitFor(isAnswer);
    expect(message.id).toBe(progress.id);
    // Longer than the pace of progress: none of it may come behind the report.
    await delay(1800);
    expect([editsBefore, edits()]).toEqual([1, 2]);
  });

  it('says so in its place when the audit fails', async () => {
    await bot.start(anApp({ audit: () => Promise.reject(new UserError('manifest.yaml is gone.')) }));
    await bot.sandbox.command('drift');
    const message = await bot.sandbox.waitFor(({ embeds }) => embeds.length > 0);
    expect(message.embeds[0]?.description).toContain('manifest.yaml is gone.');
    expect(message.flags & MessageFlags.Loading).toBe(0);
    expect(bot.sandbox.messages()).toHaveLength(1);
  });

  it('replaces the progress by what went wrong', async () => {
    const { promise, reject } = gate<Report>();
    await bot.start(
      anApp({
        audit: (_, onProgress) => {
          onProgress({ done: 1, total: 2, waiting: ['tesseract'] });
          return promise;
        },
      }),
    );
    await bot.sandbox.command('drift');
    await bot.sandbox.waitFor(({ embeds }) => embeds[0]?.description?.includes('1 of 2') ?? false);
    reject(new Error('crashed'));
    await bot.sandbox.waitFor(({ embeds }) => embeds[0]?.description?.includes('Internal error') ?? false);
    expect(bot.sandbox.messages()).toHaveLength(1);
  });

  it('mentions a manifest edit that is not in force', async () => {
    await bot.start(anApp({ warning: 'manifest.yaml line 3: unknown key "hots"' }));
    await bot.sandbox.command('drift');
    expect(shown([await bot.sandbox.waitFor(isAnswer)])).toContain('line 3: unknown key "hots"');
  });

  it('reaches two who ask at the same time, from one audit', async () => {
    const { promise, resolve } = gate<Report>();
    const app = anApp({ audit: () => promise });
    await bot.start(app);
    await bot.sandbox.command('drift');
    await bot.sandbox.command('drift', {}, { user: bot.sandbox.users.member });
    await expect.poll(() => bot.sandbox.messages().length).toBe(2);
    resolve(aReport());
    await expect.poll(() => bot.sandbox.messages().filter(isAnswer).length).toBe(2);
    expect(app.audits).toHaveLength(1);
  });

  it('that nobody can be told is a warning in the log, and not the end of the bot', async () => {
    const { promise, resolve } = gate<Report>();
    await bot.start(anApp({ audit: () => promise }));
    await bot.sandbox.command('drift');
    await expect.poll(() => bot.sandbox.messages().length).toBe(1);
    bot.sandbox.faults.expireTokens();
    bot.sandbox.faults.next5xx(20, 500, /^\/channels/);
    resolve(aReport());
    await expect.poll(() => bot.logged.map(({ level }) => level), { timeout: 20_000 }).toContain('warn');
    await bot.sandbox.command('dupes');
    await expect.poll(() => bot.sandbox.messages().length).toBe(2);
  });

  it('made of hostile texts notifies nobody', async () => {
    const { users, roles } = bot.sandbox;
    const trap = `@everyone @here <@${users.member.id}> <@&${roles.oncall}> [x](https://evil.example) \`\`\`\n# big`;
    await bot.start(
      anApp({
        warning: trap,
        audit: () =>
          Promise.resolve(
            aReport({
              findings: [aFinding({ summary: trap, service: trap.slice(0, 100) })],
              machines: [aMachineState({ name: trap, status: 'unreachable', error: trap })],
              services: [aServiceState({ name: trap, running_sha: trap, status: 'unknown' })],
            }),
          ),
      }),
    );
    await bot.sandbox.command('drift');
    await bot.sandbox.waitFor(isAnswer);
    await bot.sandbox.command('drift', { service: '@everyone' });
    await expect.poll(() => bot.sandbox.messages().length).toBe(2);
    for (const { mentions_pinged } of bot.sandbox.messages()) expect(mentions_pinged).toEqual([]);
  });
});

function edits(): number {
  return bot.sandbox.requests.filter(({ method, path }) => method === 'PATCH' && path.includes('/messages/'))
    .length;
}
