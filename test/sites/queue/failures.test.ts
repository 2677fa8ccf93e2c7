import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lacks } from '../../support/machines/system.ts';
import { keyText } from '../../support/sites/keys.ts';
import { lossOf, readSite } from '../../support/sites/read.ts';
import { aQueue, aWorker, theBot } from '../../support/sites/scene.ts';
import { freePort } from '../../support/servers/free-port.ts';
import { parseSiteKeys } from '../../../src/sites/sealing/keys.ts';

const quick = { connectMs: 1000, machineMs: 3000, graceMs: 500 };

describe.skipIf(lacks(['redis-server', 'redis-server']))('a site whose queue fails', () => {
  it('has no worker: every machine of it says so, once the time is over', async () => {
    const queue = await aQueue();
    const seen = await readSite(theBot(queue.url).sites, 40, { ...quick, connectMs: 5000 });
    const said = Object.keys(seen.machines).map((name) => lossOf(seen, name));
    expect(said).toHaveLength(40);
    for (const loss of said)
      expect(loss).toMatchObject({
        site: 'home',
        reason: 'unreachable',
        detail: 'no worker of site home has taken the job within 5 s',
      });
  });

  it('has no Redis', async () => {
    const { sites } = theBot(`redis://127.0.0.1:${await freePort()}`);
    expect(lossOf(await readSite(sites, 20, quick), 'box-19')).toMatchObject({
      site: 'home',
      detail: 'Redis cannot be reached: nothing listens there',
    });
  });

  it('has a Redis that wants another password', async () => {
    const queue = await aQueue(['--requirepass', 'right']);
    const none = await readSite(theBot(queue.url).sites, 1, quick);
    expect(lossOf(none)?.detail).toBe('Redis requires a password: put it into QUEUE_URL');
    const wrong = queue.url.replace('redis://', 'redis://:wrong@');
    const { sites } = theBot(wrong);
    const told = lossOf(await readSite(sites, 1, quick))?.detail;
    expect(told).toBe('Redis refuses the password of QUEUE_URL');
  });

  it('has a Redis that is full', async () => {
    const queue = await aQueue(['--maxmemory', '1mb', '--maxmemory-policy', 'noeviction']);
    aWorker(queue.url);
    const seen = await readSite(theBot(queue.url).sites, 1, quick);
    expect(lossOf(seen)?.detail).toBe('Redis is full: raise its maxmemory');
  });

  it('has a Redis that takes no writes', async () => {
    const queue = await aQueue(['--replicaof', '127.0.0.1 1']);
    const seen = await readSite(theBot(queue.url).sites, 1, quick);
    expect(lossOf(seen)?.detail).toMatch(/^Redis is a read-only replica/);
  });

  it.each([
    ['info', /^read$/, {}],
    ['client', /^read$/, {}],
    ['hset', /^Redis does not let this user (?:run HSET|do it): change its ACL$/, quick],
    ['evalsha', /^Redis does not let this user run EVALSHA: change its ACL$/, quick],
    ['xread', /^read$/, {}],
    ['set', /^Redis does not let this user (?:run SET|do it): change its ACL$/, quick],
    ['bzpopmin', /^Redis does not let this user run BZPOPMIN: change its ACL$/, quick],
  ])('has a Redis whose ACL refuses %s, until it does not', async (command, said, limits) => {
    const queue = await aQueue();
    const admin = new Redis(queue.url);
    onTestFinished(() => admin.disconnect());
    const user = async (...rules: string[]) => await admin.call('ACL', 'SETUSER', 'ops', ...rules);
    await user('on', '>pw', '~*', '&*', '+@all', `-${command}`);
    const url = queue.url.replace('redis://', 'redis://ops:pw@');
    aWorker(url);
    const { sites } = theBot(url);
    // On a loaded machine the first second may end before Redis has answered at all.
    await expect
      .poll(async () => lossOf(await readSite(sites, 1, limits))?.detail ?? 'read', { timeout: 60_000 })
      .toMatch(said);
    await user('+@all');
    await expect.poll(async () => lossOf(await readSite(sites, 1, quick)), { timeout: 60_000 }).toBeNull();
  });

  it('has a Redis that becomes a replica, and the primary again', async () => {
    const queue = await aQueue();
    aWorker(queue.url);
    const { sites } = theBot(queue.url);
    const admin = new Redis(queue.url);
    onTestFinished(() => admin.disconnect());
    expect(lossOf(await readSite(sites))).toBeNull();
    await admin.replicaof('127.0.0.1', '1');
    expect(lossOf(await readSite(sites, 2, quick), 'box-1')?.detail).toMatch(
      /^Redis is a (?:read-only )?replica/,
    );
    await admin.replicaof('NO', 'ONE');
    await expect.poll(async () => lossOf(await readSite(sites, 1, quick)), { timeout: 60_000 }).toBeNull();
  });

  it('has a Redis that was emptied: the next audit sees it', async () => {
    const queue = await aQueue();
    aWorker(queue.url);
    const { sites } = theBot(queue.url);
    const admin = new Redis(queue.url);
    onTestFinished(() => admin.disconnect());
    expect(lossOf(await readSite(sites))).toBeNull();
    await admin.flushall();
    await expect.poll(async () => lossOf(await readSite(sites, 1, quick)), { timeout: 60_000 }).toBeNull();
  });

  it('has a Redis whose scripts were flushed: it is seen as ever', async () => {
    const queue = await aQueue();
    aWorker(queue.url);
    const { sites } = theBot(queue.url);
    const admin = new Redis(queue.url);
    onTestFinished(() => admin.disconnect());
    for (let round = 0; round < 3; round += 1) {
      expect(lossOf(await readSite(sites))).toBeNull();
      await admin.script('FLUSH');
    }
  });

  it('has a Redis that hangs', async () => {
    const queue = await aQueue();
    aWorker(queue.url);
    const { sites } = theBot(queue.url);
    expect(lossOf(await readSite(sites, 1))).toBeNull();
    queue.freeze();
    const seen = await readSite(sites, 3, quick);
    queue.thaw();
    expect(lossOf(seen, 'box-2')).toMatchObject({ site: 'home', detail: 'Redis does not answer' });
    await expect.poll(async () => lossOf(await readSite(sites, 1, quick)), { timeout: 60_000 }).toBeNull();
  });

  it('has a Redis that was killed and came back: the next audit sees it again', async () => {
    const queue = await aQueue();
    aWorker(queue.url);
    const { sites } = theBot(queue.url);
    expect(lossOf(await readSite(sites, 2))).toBeNull();
    await queue.kill();
    expect(lossOf(await readSite(sites, 2, quick))?.detail).toMatch(/^Redis cannot be reached/);
    await queue.start();
    await expect.poll(async () => lossOf(await readSite(sites, 2, quick)), { timeout: 60_000 }).toBeNull();
  });

  it('has a worker with another key, which is told at once', async () => {
    const queue = await aQueue();
    aWorker(queue.url, 'home', { keys: parseSiteKeys(keyText('other')) ?? [] });
    const { sites } = theBot(queue.url);
    expect(lossOf(await readSite(sites, 1))).toMatchObject({
      reason: 'denied',
      detail: 'a worker of site home refused the request: it is sealed with another SITE_KEY',
    });
  });

  it('has a worker whose clock is wrong', async () => {
    const queue = await aQueue();
    aWorker(queue.url);
    const { sites } = theBot(queue.url, { now: () => Date.now() - 3_600_000 });
    expect(lossOf(await readSite(sites, 1))?.detail).toMatch(
      /: the worker's clock is 60 minutes ahead of the bot's: synchronise them$/,
    );
  });

  it('has a worker that may not go there', async () => {
    const queue = await aQueue();
    aWorker(queue.url, 'home', { hosts: ['10.0.0.0/8'] });
    expect(lossOf(await readSite(theBot(queue.url).sites, 1))).toMatchObject({
      site: 'home',
      detail:
        'a worker of site home refused the request: WORKER_HOSTS does not allow 100.91.193.23, for box-0',
    });
  });

  it.each([
    ['0.2.0', /^read$/],
    [
      '0.3.0',
      /^a worker of site home has release 0\.3\.0, too far from the bot's 0\.1\.0: update the older one$/,
    ],
  ])('has a worker of release %s', async (release, said) => {
    const queue = await aQueue();
    aWorker(queue.url, 'home', { release });
    const loss = lossOf(await readSite(theBot(queue.url).sites, 1));
    expect(loss?.detail ?? 'read').toMatch(said);
  });

  it.each([
    ['QUEUE_URL', { queueUrl: null }, 'site home cannot be read: QUEUE_URL is not set'],
    ['SITE_KEY', { siteKey: null }, 'site home cannot be read: SITE_KEY has no key for it'],
    [
      'a key of its own',
      { siteKey: `office:${keyText()}` },
      'site home cannot be read: SITE_KEY has no key for it',
    ],
  ])('is not asked where the bot has no %s', async (_, over, detail) => {
    const { sites } = theBot('redis://127.0.0.1:1', over);
    expect(lossOf(await readSite(sites, 1, quick))?.detail).toBe(detail);
  });
});
