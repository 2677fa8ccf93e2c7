import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lacks } from '../../support/machines/system.ts';
import { aPuppet, machineOf, nodeRuns } from '../../support/sites/puppet.ts';
import { lossOf, readSite } from '../../support/sites/read.ts';
import { aQueue, theBot } from '../../support/sites/scene.ts';

const limits = { connectMs: 2000, machineMs: 8000 };

describe.skipIf(lacks(['redis-server', 'redis-server']))('after all connections to Redis were lost', () => {
  it('the bot hears again what workers do', { timeout: 60_000 }, async () => {
    const { url } = await aQueue();
    const redis = new Redis(url);
    onTestFinished(() => redis.disconnect());
    let holds = 0;
    aPuppet(url, async ({ id, request, answers, sealed }) => {
      await pause(holds);
      await answers.add('job', [await sealed(nodeRuns(machineOf(request)))], { jobId: id });
    });
    const { sites, counted } = theBot(url);
    expect(lossOf(await readSite(sites, 1, limits))).toBeNull();
    await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await pause(2000);
    holds = 5000;
    counted.length = 0;
    expect(lossOf(await readSite(sites, 1, limits))).toBeNull();
    expect(counted).toEqual(['waited home', 'worked home']);
  });
});
