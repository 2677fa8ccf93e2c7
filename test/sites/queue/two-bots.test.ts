import { describe, expect, it } from 'vitest';
import { lacks } from '../../support/machines/system.ts';
import { auditSite } from '../../support/sites/audit.ts';
import { keyText } from '../../support/sites/keys.ts';
import { aPuppet, machineOf, nodeRuns } from '../../support/sites/puppet.ts';
import { lossOf, readSite } from '../../support/sites/read.ts';
import { aQueue, aWorker, theBot } from '../../support/sites/scene.ts';

const SLOW = { timeout: 120_000 };
const all = (count: number, state: string) => Array<string>(count).fill(state);

describe.skipIf(lacks(['redis-server', 'redis-server']))(
  'two bots with one Redis and one name of a site',
  () => {
    it('get each what it asked for, and nothing of the other one', SLOW, async () => {
      const { url } = await aQueue();
      aPuppet(url, async ({ request, sealed, answers }) => {
        await answers.add('job', [await sealed(nodeRuns(machineOf(request)))]);
      });
      const bots = [theBot(url), theBot(url)];
      const audits = await Promise.all(bots.map(async ({ sites }) => await auditSite(sites, 60)));
      for (const audit of audits) expect(audit).toEqual({ states: all(60, 'in_sync'), found: [] });
      for (const { counted } of bots)
        expect([...new Set(counted)].toSorted()).toEqual(['waited home', 'worked home']);
      // One that goes takes nothing of the other one's.
      const [one, other] = bots;
      const audit = other && auditSite(other.sites, 60);
      await one?.sites.close();
      expect(await audit).toEqual({ states: all(60, 'in_sync'), found: [] });
    });

    it(
      'with keys of their own say that it is the key, where the worker has that of the other one',
      SLOW,
      async () => {
        const { url } = await aQueue();
        aWorker(url);
        const [own, stranger] = [theBot(url), theBot(url, { siteKey: keyText('other') })];
        const [seen, unseen] = await Promise.all([readSite(own.sites, 4), readSite(stranger.sites, 4)]);
        for (const name of Object.keys(seen.machines)) {
          expect(lossOf(seen, name)).toBeNull();
          expect(lossOf(unseen, name)?.detail).toMatch(/it is sealed with another SITE_KEY$/);
        }
      },
    );
  },
);
