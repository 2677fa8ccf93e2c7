import { describe, expect, it } from 'vitest';
import { lacksOwnHosts } from '../../support/machines/own-host.ts';
import { startOwnNetwork } from '../../support/machines/own-network.ts';
import { lacks } from '../../support/machines/system.ts';
import { auditSite } from '../../support/sites/audit.ts';
import { aQueue, theBot } from '../../support/sites/scene.ts';
import { aWorkerProcess } from '../../support/sites/worker-process.ts';

const SLOW = { timeout: 120_000, interval: 500 };
const quick = { connectMs: 2000, machineMs: 3000, graceMs: 500 };
const open = ['--protected-mode', 'no'];

describe.skipIf(lacks(['redis-server', 'redis-server']) || lacksOwnHosts())(
  'a network that drops all',
  () => {
    it.each([
      ['a worker and Redis', 61, /no worker of site home has taken the job within 2 s/],
      ['the bot and Redis', 62, /Redis does not answer/],
    ])('between %s hides the site, until it does not', SLOW, async (_, index, why) => {
      const network = startOwnNetwork(index);
      const isFar = index === 61;
      const queue = await (isFar
        ? aQueue([...open, '--bind', '127.0.0.1', network.here])
        : aQueue(open, { address: network.there, within: network.within }));
      const far = isFar ? queue.url.replace('127.0.0.1', network.here) : queue.url;
      const { sites } = theBot(queue.url);
      const worker = await aWorkerProcess(far, 'home', {}, network.within);
      const lost = async () =>
        (await auditSite(sites, 3, quick)).found.filter((each) => each.startsWith('site_unreachable'));
      await expect.poll(lost, SLOW).toEqual([]);
      network.cut();
      const { states, found } = await auditSite(sites, 3, quick);
      expect(states).toEqual(['unknown', 'unknown', 'unknown']);
      expect(found).toEqual([expect.stringContaining('Site home was not seen (3 machines)')]);
      expect(found.join()).toMatch(why);
      network.heal();
      await expect.poll(lost, SLOW).toEqual([]);
      expect(worker.child.exitCode).toBeNull();
    });
  },
);
