import { describe, expect, it } from 'vitest';
import { takeAnswers } from '../../../src/sites/jobs/answers.ts';
import { createSiteJobs } from '../../../src/sites/jobs/site-jobs.ts';
import { seal } from '../../../src/sites/sealing/seal.ts';
import { siteKey } from '../../support/sites/keys.ts';
import { nodeRuns } from '../../support/sites/puppet.ts';

const key = siteKey();
const hello = { kind: 'hello', release: '0.1.0', worker: '0123abcd', now: 1 };
/** As JSON makes it: a name of its own. */
const proto: object = JSON.parse('{"__proto__":{"lan":{"ok":true}}}');
const patience = { takeMs: 60_000, workMs: 60_000 };

const { value: table } = nodeRuns('box-0').observation.facts.processes;
const [node] = table.processes;
const columns = {
  pid: [7],
  ppid: [1],
  state: [0],
  elapsed_seconds: [60],
  user: [1],
  command: [2],
  cgroup: [-1],
  cwd: [-1],
  texts: ['S', 'knox', 'node server.js'],
};
const tells = { answer: { observation: { facts: { processes: { value: { processes: [node] } } } } } };
const refused = { lost: expect.stringContaining('it is damaged') };

/** One job of site home that is waited for. */
async function aScene() {
  const counted: string[] = [];
  const events = {
    waited() {},
    worked() {},
    retried() {},
    refused: (site: string, why: string) => void counted.push(`refused ${site} ${why}`),
    late: (site: string) => void counted.push(`late ${site}`),
  };
  const added = Promise.withResolvers<string>();
  const jobs = createSiteJobs('home', {
    add: async (id) => added.resolve(id),
    remove() {},
    problem: String,
    refusedToBot: () => null,
    events,
  });
  const outcome = jobs.ask(async () => 'sealed', 'nonce', patience);
  const job = await added.promise;
  const jobsOf = (site: string) => (site === 'home' ? jobs : undefined);
  const takeAll = async (data: unknown) =>
    await takeAnswers(data, { keys: [key], release: async () => '0.1.0', jobsOf, events });
  return { job, outcome, counted, takeAll, take: async (data: unknown) => await takeAll([data]) };
}

async function sealed(job: string, value: unknown = hello, answers = 'nonce', by = key, site = 'home') {
  return { site: 'home', job, sealed: await seal(value, { site, job, answers }, by, 1) };
}

describe('an answer', () => {
  it('counts for the job that waits for it, once', async () => {
    const { job, outcome, counted, take } = await aScene();
    await take(await sealed(job));
    await take(await sealed(job));
    expect(await outcome).toMatchObject({ answer: hello });
    expect(counted).toEqual(['late home']);
  });

  it.each<[string, (job: string) => Promise<unknown>]>([
    ['tampered', async (job) => await sealed(job, hello, 'the nonce of an older request')],
    ['tampered', async (job) => await sealed(job, hello, 'nonce', key, 'office')],
    ['key', async (job) => await sealed(job, hello, 'nonce', siteKey('other'))],
    ['malformed', async (job) => await sealed(job, { ...hello, kind: 'all is well' })],
    ['malformed', async (job) => await sealed(job, { ...hello, in_sync: true })],
    ['malformed', async (job) => ({ site: 'home', job, sealed: '{"in_sync":true}' })],
    ['malformed', async (job) => ({ site: 'home', job, sealed: (await sealed(job)).sealed.slice(0, 20) })],
  ])('is refused, counted and told where it is %s', async (why, data) => {
    const { job, outcome, counted, take } = await aScene();
    await take(await data(job));
    expect(await outcome).toEqual({
      reason: 'malformed',
      lost: expect.stringMatching(/^an answer from site home was refused: it [a-z ,:_A-Z]+$/),
    });
    expect(counted).toEqual([`refused home ${why}`]);
  });

  it.each([
    ['the health of its services', (read: ReturnType<typeof nodeRuns>) => ({ ...read, health: proto })],
    ['its facts', ({ observation, ...read }) => ({ ...read, observation: { ...observation, facts: proto } })],
    ['itself', (read) => Object.assign(JSON.parse('{"__proto__":{}}'), read)],
  ])('is refused as a whole where %s has a name that no plain object keeps', async (_, spoilt) => {
    const { job, outcome, counted, take } = await aScene();
    await take(await sealed(job, spoilt(nodeRuns('box-0'))));
    expect(await outcome).toMatchObject({ lost: expect.stringContaining('it is damaged') });
    expect(counted).toEqual(['refused home malformed']);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each<[string, object, object]>([
    ['is taken as rows', [node], tells],
    ['is taken as columns', columns, tells],
    ['is refused where its columns do not fit together', { ...columns, ppid: [] }, refused],
    ['is refused where it names a text that is not there', { ...columns, command: [9] }, refused],
  ])('with a process table that %s', async (_, processes, expected) => {
    const { job, outcome, take } = await aScene();
    const read = nodeRuns('box-0');
    const facts = { processes: { ok: true, value: { processes, own: [] } } };
    await take(await sealed(job, { ...read, observation: { ...read.observation, facts } }));
    expect(await outcome).toMatchObject(expected);
  });

  it.each<[string, unknown]>([
    ['no list', { sealed: 'x' }],
    ['a list of more than go together', Array(17).fill(null)],
  ])('is refused as a whole where it comes in %s', async (_, data) => {
    const { counted, takeAll } = await aScene();
    await takeAll(data);
    expect(counted).toEqual(['refused unknown malformed']);
  });

  it('is taken though another that came with it is refused', async () => {
    const { job, outcome, counted, takeAll } = await aScene();
    await takeAll([null, await sealed('j0'), await sealed(job)]);
    expect(await outcome).toMatchObject({ answer: hello });
    expect(counted).toEqual(['refused unknown malformed', 'late home']);
  });

  it('to nobody ends nothing', async () => {
    const { job, outcome, counted, take } = await aScene();
    for (const data of [
      null,
      'x',
      {},
      { site: 'office', job, sealed: 'x' },
      { ...(await sealed(job)), more: 1 },
    ])
      await take(data);
    await take(await sealed('j0'));
    expect(counted).toEqual([...Array(5).fill('refused unknown malformed'), 'late home']);
    await take(await sealed(job));
    expect(await outcome).toMatchObject({ answer: hello });
  });
});
