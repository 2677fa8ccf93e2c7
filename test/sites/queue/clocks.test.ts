import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sites as check } from '../../../src/doctor/checks/sites.ts';
import { aDoctorContext, lineText } from '../../support/doctor/scene.ts';
import { lacks } from '../../support/machines/system.ts';
import { auditSite } from '../../support/sites/audit.ts';
import { aQueue, theBot } from '../../support/sites/scene.ts';
import { aWorkerProcess } from '../../support/sites/worker-process.ts';

const folder = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
const library = `/usr/lib/${folder}/faketime/libfaketime.so.1`;

const programs: [string, string][] = [
  ['redis-server', 'redis-server'],
  ['faketime', 'faketime'],
];

/** The real verb, on a machine whose clock is off. @param by as libfaketime takes it */
async function aWorkerOff(url: string, by: string) {
  return await aWorkerProcess(url, 'home', {
    LD_PRELOAD: library,
    FAKETIME: by,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  });
}

const lost = (why: string): unknown =>
  expect.stringContaining(
    `(2 machines): a worker of site home refused the request: ${why}: synchronise them. `,
  );

const manifest = {
  machines: { attic: { host: '127.0.0.1', site: 'home' } },
  services: [{ name: 'web', machine: 'attic', risk_tier: 'LOW', process: 'node' }],
};

describe.skipIf(lacks(...programs) || !existsSync(library))('a worker whose clock is off', () => {
  it.each([
    ['-3m', [], /^warning .*3 minutes behind/],
    ['+3h', [lost("the worker's clock is 3 hours ahead of the bot's")], /^broken .*3 hours ahead of/],
    ['-40m', [lost("the worker's clock is 40 minutes behind the bot's")], /^broken .*40 minutes behind/],
  ])(
    'by %s reads only where that is little, and the doctor says by how much it is',
    async (by, said, clock) => {
      const queue = await aQueue();
      const worker = await aWorkerOff(queue.url, by);
      await expect.poll(() => worker.said(), { timeout: 60_000 }).toContain('in reach');
      const { sites } = theBot(queue.url);
      const { states, found } = await auditSite(sites, 2, { connectMs: 10_000 });
      expect(found.filter((each) => each.startsWith('site_unreachable'))).toEqual(said);
      expect(said.length === 0 || states.every((state) => state === 'unknown')).toBe(true);
      const context = await aDoctorContext({ manifest });
      const lines = (await check.examine({ ...context, clients: { ...context.clients, sites } })).map(
        lineText,
      );
      expect(lines).toEqual([
        expect.stringMatching(/^ok site home: worker [0-9a-f]{8} of release /),
        expect.stringMatching(clock),
      ]);
    },
  );
});
