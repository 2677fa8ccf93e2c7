import { describe, expect, it } from 'vitest';
import type { SiteAnswer } from '../../src/sites/protocol/answer.ts';
import { open } from '../../src/sites/sealing/seal.ts';
import { aService } from '../support/facts/observed.ts';
import { clients } from '../support/probes/run-scene.ts';
import { siteKey } from '../support/sites/keys.ts';

import { aScene, hello, key, nonce, read, sealed, start } from '../support/sites/job-scene.ts';
describe('a worker', () => {
  it('answers what the bot has sealed for this site and job, for that request alone', async () => {
    const { serve, answers } = aScene();
    await serve('j1', await sealed());
    const [envelope] = answers;
    const opened = await open(envelope?.sealed, { site: 'home', job: 'j1', answers: nonce }, [key]);
    expect(opened).toMatchObject({
      value: { kind: 'hello', worker: '0123abcd' } satisfies Partial<SiteAnswer>,
    });
    expect(await open(envelope?.sealed, { site: 'home', job: 'j1', answers: 'other' }, [key])).toMatchObject({
      refusal: 'tampered',
    });
  });

  it.each<[string, string, () => Promise<unknown>]>([
    ['tampered', 'of another job, handed in again', () => sealed(hello, { job: 'j0' })],
    ['tampered', 'of another site', () => sealed(hello, { site: 'office' })],
    ['key', 'sealed by somebody else', () => sealed(hello, { by: siteKey('other') })],
    ['malformed', 'of its own release and not a request', () => sealed({ ...read, machine: null })],
    ['malformed', 'of a verb that there is not', () => sealed({ ...hello, kind: 'run', command: 'reboot' })],
    ['malformed', 'with a queue of its own to answer to', () => sealed({ ...hello, reply: 'site-office' })],
    ['malformed', 'in the clear', async () => hello],
    ['malformed', 'cut short', async () => (await sealed()).slice(0, 10)],
    ['malformed', 'nothing at all', async () => ({})],
  ])('refuses as %s what is %s, and counts it', async (reason, _, data) => {
    const { serve, answers, counts } = aScene();
    await expect(serve('j1', await data())).rejects.toThrow(`refused:${reason}`);
    expect(answers).toEqual([]);
    expect(await counts.text()).toContain(
      `driftwatch_worker_refused_total{reason="${reason}",site="home"} 1`,
    );
  });

  it.each([
    ['clock', -600_000, {}, "the worker's clock is 10 minutes ahead of the bot's: synchronise them"],
    ['clock', 7_200_000, {}, "the worker's clock is 2 hours behind the bot's: synchronise them"],
    [
      'version',
      0,
      { release: '0.3.0', machine: null },
      "the worker has release 0.1.0, too far from the bot's 0.3.0: update the older one",
    ],
    [
      'version',
      0,
      { release: '0.2.0', machine: { name: 'box', planet: 'Mars' } },
      "the worker has release 0.1.0, which cannot read a request of the bot's 0.2.0: update the older one",
    ],
  ])('refuses by %s what the bot has sealed, and says why under seal', async (reason, at, over, detail) => {
    const { serve, counts, said } = aScene();
    await serve('j1', await sealed({ ...read, ...over }, { at: start + at }));
    expect(await said()).toMatchObject([{ kind: 'refused', detail, release: '0.1.0' }]);
    expect(await counts.text()).toContain(
      `driftwatch_worker_refused_total{reason="${reason}",site="home"} 1`,
    );
  });

  it.each<[string, object, object]>([
    ['by any clock', {}, { at: start - 7_200_000 }],
    ['by any release', { release: '3.0.0', planet: 'Mars' }, {}],
  ])('answers a greeting %s, so that the doctor can say which', async (_, over, when) => {
    const { serve, said } = aScene();
    await serve('j1', await sealed({ ...hello, ...over }, when));
    expect(await said()).toMatchObject([{ kind: 'hello', now: start, release: '0.1.0' }]);
  });

  it('says so where what it has seen is larger than an answer may be', async () => {
    const location = 'x'.repeat(3_000_000);
    const answer = {
      status: 302,
      headers: { location },
      body: Buffer.alloc(0),
      truncated: false,
      duration_ms: 1,
      certificate: null,
    };
    const http = { get: async () => answer, close: async () => {} };
    const { serve, said } = aScene({ clients: { ...clients(), http } });
    const endpoints = [{ interface: 'lan', url: 'http://192.168.1.7/', from: 'bot' as const }];
    const services = [aService({ machine: 'box', endpoints })];
    await serve('j1', await sealed({ ...read, services, health: true }));
    expect(await said()).toMatchObject([
      { kind: 'refused', detail: "the machine's output is larger than an answer may be" },
    ]);
  });

  it.each([
    [2, 'Error', 'Connection is closed.', 2, 0],
    [1, 'ReplyError', 'LOADING Redis is loading the dataset in memory', 1, 0],
    [9, 'ReplyError', "OOM command not allowed when used memory > 'maxmemory'.", 0, 1],
  ])(
    'sends an answer anew where it failed %i times by a %s: %s',
    async (failures, name, text, again, lost) => {
      let tries = 0;
      const { serve, counts, answers } = aScene({}, async () => {
        tries += 1;
        if (tries <= failures) throw Object.assign(new Error(text), { name });
      });
      await serve('j1', await sealed());
      expect([tries, answers.length]).toEqual([again + 1, 1 - lost]);
      expect(await counts.text()).toContain(`driftwatch_worker_unanswered_total{site="home"} ${lost}`);
    },
  );

  it.each<[string, object, unknown]>([
    ['as columns to a bot that reads them', { columns: true }, { pid: expect.any(Array) }],
    ['as rows to one that does not', { columns: false }, expect.any(Array)],
    ['as rows to one of an older release, which says nothing of it', {}, expect.any(Array)],
  ])('sends a process table %s', async (_, asks, processes) => {
    const { serve, wire, said } = aScene();
    const { limits } = read;
    const whole = { ...limits, connectMs: 5000, sectionMs: 5000, machineMs: 9000, sectionCapBytes: 2 ** 22 };
    const services = [aService({ machine: 'box', endpoints: [] })];
    const machine = { ...read.machine, ssh: true };
    await serve('j1', await sealed({ ...read, ...asks, machine, services, limits: whole }));
    const facts = { processes: { ok: true, value: { processes } } };
    expect(await wire()).toMatchObject([{ observation: { facts } }]);
    const rows = expect.arrayContaining([expect.objectContaining({ pid: process.pid })]);
    const table = { processes: { ok: true, value: { processes: rows } } };
    expect(await said()).toMatchObject([{ observation: { facts: table } }]);
  });

  it('leaves out what a newer bot asks of which it knows nothing', async () => {
    const { serve, said } = aScene();
    const machine = { ...read.machine, planet: 'Mars' };
    await serve('j1', await sealed({ ...read, release: '0.2.0', machine, only: ['gpus'], moon: 1 }));
    expect(await said()).toMatchObject([{ kind: 'read', observation: { machine: 'box' } }]);
  });

  it('refuses a request of the bot that it has had, for as long as that would pass for a new one', async () => {
    const { serve, said, later } = aScene();
    const request = await sealed(read);
    await serve('j1', request);
    await expect(serve('j1', request)).rejects.toThrow('refused:replayed');
    later(299_000);
    await expect(serve('j1', request)).rejects.toThrow('refused:replayed');
    later(2000);
    await serve('j1', request);
    expect((await said()).map(({ kind }) => kind)).toEqual(['read', 'refused']);
  });

  it('leaves a greeting for another worker to that one, and may have it again', async () => {
    const { serve, said } = aScene();
    const greeting = await sealed({ ...hello, to: '0000ffff' });
    expect(await serve('j1', greeting, async (why) => why === 'name')).toBe(false);
    expect(await said()).toEqual([]);
    expect(await serve('j1', greeting, async () => false)).toBe(true);
    expect(await said()).toMatchObject([
      { kind: 'refused', detail: 'worker 0000ffff does not take it' } satisfies Partial<SiteAnswer>,
    ]);
  });
});
