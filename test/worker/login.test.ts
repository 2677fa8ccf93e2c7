import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testFolder } from '../support/machines/folder.ts';
import { aWorkerProcess } from '../support/sites/worker-process.ts';

const SLOW = { timeout: 60_000, interval: 250 };

it('a worker without its SSH key or known_hosts says so once, with what to do, and runs', SLOW, async () => {
  const folder = await testFolder();
  const key = join(folder, 'id');
  mkdirSync(join(folder, 'known_hosts'));
  const worker = await aWorkerProcess('redis://127.0.0.1:1', 'home', {
    SSH_KEY_PATH: key,
    SSH_KNOWN_HOSTS_PATH: join(folder, 'known_hosts'),
  });
  await expect.poll(worker.said, SLOW).toMatch(/"msg":"The worker cannot log in to machines over SSH"/);
  expect(worker.said()).toMatch(
    `the SSH key ${key} does not exist; the known_hosts file ${folder}/known_hosts cannot be read (EISDIR): correct its path (SSH_KEY_PATH)`,
  );
  expect(await worker.health()).toMatchObject({ status: 503 });
  expect(worker.child.exitCode).toBe(null);
});
