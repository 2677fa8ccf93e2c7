import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { lossOf, readSite } from '../../support/sites/read.ts';
import { theBot } from '../../support/sites/scene.ts';

const limits = { connectMs: 10_000, machineMs: 3000, graceMs: 500 };

it('a Redis that says nothing before the first command does not answer', { timeout: 20_000 }, async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  onTestFinished(() => void silent.close());
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { sites } = theBot(`rediss://127.0.0.1:${port}`);
  expect(lossOf(await readSite(sites, 1, limits))).toMatchObject({ detail: 'Redis does not answer' });
});
