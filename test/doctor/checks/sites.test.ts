import { describe, expect, it } from 'vitest';
import { machines } from '../../../src/doctor/checks/machines.ts';
import { sites as check } from '../../../src/doctor/checks/sites.ts';
import { aDoctorContext, lineText } from '../../support/doctor/scene.ts';
import { lacks } from '../../support/machines/system.ts';
import { parseSiteKeys } from '../../../src/sites/sealing/keys.ts';
import { keyText } from '../../support/sites/keys.ts';
import { aQueue, aWorker, theBot } from '../../support/sites/scene.ts';
import type { SiteOptions } from '../../../src/sites/site-client.ts';

const manifest = {
  machines: { attic: { host: '127.0.0.1', site: 'home' } },
  services: [{ name: 'web', machine: 'attic', risk_tier: 'LOW', process: 'node' }],
};

async function said(queueUrl: string, over: Partial<SiteOptions> = {}) {
  const context = await aDoctorContext({ manifest });
  const { sites } = theBot(queueUrl, over);
  const asked = { ...context, clients: { ...context.clients, sites } };
  return [...(await check.examine(asked)), ...(await machines.examine(asked))].map(lineText);
}

describe.skipIf(lacks(['redis-server', 'redis-server']))('the doctor', () => {
  it('says who answers of a site, by which clock, and reads its machines through it', async () => {
    const queue = await aQueue();
    aWorker(queue.url);
    expect(await said(queue.url)).toEqual([
      expect.stringMatching(/^ok site home: worker [0-9a-f]{8} of release 0\.1\.0 answers; 1 worker$/),
      'ok site home clock: as the clock here',
      expect.stringMatching(/^ok attic: read through site home in [\d.]+ s$/),
      'ok attic facts: the user may read processes',
    ]);
  });

  it('asks each worker of a site, and warns of one that does not answer', { timeout: 60_000 }, async () => {
    const queue = await aQueue();
    aWorker(queue.url);
    aWorker(queue.url, 'home', { release: '0.2.3' });
    aWorker(queue.url, 'home', { keys: parseSiteKeys(keyText('other')) ?? [] });
    const { sites } = theBot(queue.url);
    await sites.hello('home');
    await expect.poll(async () => (await sites.workersOf('home'))?.length, { timeout: 20_000 }).toBe(3);
    const lines = (await said(queue.url)).filter((line) => line.includes(' site home'));
    expect(lines[0]).toMatch(
      /^(?:ok|warning) site home: worker [0-9a-f]{8} of release .* answers; 3 workers/,
    );
    expect(lines.filter((line) => line.includes('of release 0.1.0 answers'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('of release 0.2.3 answers'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('clock: as the clock here'))).toHaveLength(2);
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^warning site home worker [0-9a-f]{8}: it is connected from 127\.0\.0\.1 and does not answer → Read its log/,
      ),
    );
  });

  it('warns of another release, and of another clock', async () => {
    const queue = await aQueue();
    aWorker(queue.url, 'home', { release: '0.2.3' });
    const late = () => Date.now() - 60_000;
    const [release, clock] = await said(queue.url, { now: late });
    expect(release).toMatch(
      /^warning site home: worker \w+ of release 0\.2\.3 answers.*; the bot has 0\.1\.0 → /,
    );
    expect(clock).toMatch(/^warning site home clock: \d+ s ahead of the clock here/);
  });

  it('warns of a key that another site has too', async () => {
    const queue = await aQueue();
    aWorker(queue.url);
    const lines = await said(queue.url, { siteKey: `home:${keyText()},office:${keyText()}` });
    expect(lines[2]).toMatch(/^warning site home key: SITE_KEY has the same key for office: /);
  });

  it('says why nobody answers, with what to do', { timeout: 60_000 }, async () => {
    const { url } = await aQueue();
    const [silent] = await said(url);
    expect(silent).toMatch(/^broken site home: no worker of site home .* → Start driftwatch worker there/);
    const [keyless] = await said(url, { siteKey: `office:${keyText()}` });
    expect(keyless).toMatch(/^broken site home: .* SITE_KEY has no key for it → Set both in \.env/);
    const [line, machine] = await said('redis://127.0.0.1:1');
    expect(line).toMatch(
      /^broken site home: Redis cannot be reached: .* → Look at the server that QUEUE_URL/,
    );
    expect(machine).toMatch(/^broken attic: Redis cannot be reached.* → Look at site home above/);
  });
});
