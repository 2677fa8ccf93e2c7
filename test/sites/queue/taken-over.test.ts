import { once } from 'node:events';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { observe } from '../../../src/probes/run.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { lacks } from '../../support/machines/system.ts';
import { aPlan, clients, limits } from '../../support/probes/run-scene.ts';
import { serveRaw } from '../../support/servers/http-servers.ts';
import { generateKey } from '../../support/servers/ssh-keys.ts';
import { aQueue, aWorker, theBot } from '../../support/sites/scene.ts';
import { staying } from '../../support/sites/staying.ts';
import { aWorkerProcess } from '../../support/sites/worker-process.ts';

const SLOW = { timeout: 120_000, interval: 100 };

describe.skipIf(lacks(['redis-server', 'redis-server']))('a job whose worker goes', () => {
  it('is done by another one within its time where that was killed', SLOW, async () => {
    const queue = await aQueue();
    const redis = new Redis(queue.url);
    onTestFinished(() => redis.disconnect());
    const { sites, counted } = theBot(queue.url);
    const SSH_KEY_PATH = generateKey(join(await testFolder(), 'client'));
    const dying = await aWorkerProcess(queue.url, 'home', { SSH_KEY_PATH });
    // Workers share it: who finds it does not look for jobs whose worker is gone.
    const check = 'driftwatch:site-home:stalled-check';
    await expect.poll(async () => await redis.exists(check), SLOW).toBe(1);
    expect(await sites.hello('home')).toHaveProperty('hello');
    await expect.poll(async () => await redis.pttl(check), SLOW).toBeLessThan(10_000);
    // Takes a connection, and never says who it is.
    const { port } = await serveRaw(() => {});
    const box = aMachine({ name: 'box', host: '127.0.0.1', port, site: 'home' });
    const web = aService({ machine: 'box', endpoints: [], repo: null, process: 'node' });
    const patient = { ...limits, connectMs: 60_000 };
    const audit = observe(aPlan({ machines: [box], services: [web] }), clients({ sites }), patient, () => {});
    await expect.poll(async () => await redis.llen('driftwatch:site-home:active'), SLOW).toBe(1);
    dying.child.kill('SIGKILL');
    aWorker(queue.url);
    expect((await audit).machines['box']?.connection).toEqual({ status: 'connected' });
    expect(counted.filter((each) => each === 'retried home')).toHaveLength(1);
  });

  it('is given back at once by a worker that is told to stop, and not counted as lost', SLOW, async () => {
    const queue = await aQueue();
    const redis = new Redis(queue.url);
    onTestFinished(() => redis.disconnect());
    const { sites, counted } = theBot(queue.url);
    const SSH_KEY_PATH = generateKey(join(await testFolder(), 'client'));
    const leaving = await aWorkerProcess(queue.url, 'home', { SSH_KEY_PATH });
    const { port } = await serveRaw(() => {});
    const box = aMachine({ name: 'box', host: '127.0.0.1', port, site: 'home' });
    const web = aService({ machine: 'box', endpoints: [], repo: null, process: 'node' });
    const patient = { ...limits, connectMs: 60_000 };
    const audit = observe(aPlan({ machines: [box], services: [web] }), clients({ sites }), patient, () => {});
    await expect.poll(async () => await redis.llen('driftwatch:site-home:active'), SLOW).toBe(1);
    const ended = once(leaving.child, 'exit');
    leaving.child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(await redis.llen('driftwatch:site-home:wait')).toBe(1);
    expect(await redis.llen('driftwatch:site-home:active')).toBe(0);
    expect(await staying(redis)).toEqual([]);
    aWorker(queue.url);
    expect((await audit).machines['box']?.connection).toEqual({ status: 'connected' });
    expect(counted.filter((each) => each === 'retried home')).toEqual([]);
  });
});
