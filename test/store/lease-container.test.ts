import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lacksDockerd, startDockerd } from '../support/servers/dockerd.ts';
import type { Dockerd } from '../support/servers/dockerd.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const store = new URL('../../src/store/', import.meta.url).href;

/** Says `acquired` or why not, and never waits for a silent one. */
const program = `
  const { acquireLease } = await import('${store}lease.ts');
  const { openState } = await import('${store}open/open.ts');
  const { thisProcess } = await import('${store}process-identity.ts');
  const state = await openState('sqlite:///state/state.sqlite', Date.now);
  const log = { info() {}, warn() {} };
  const intervals = { beat: 200, quiet: 600_000, look: 50 };
  await acquireLease({ state, holder: await thisProcess(), now: Date.now, log, intervals }).then(
    () => { console.log('acquired by ' + process.pid); setInterval(() => {}, 1000); },
    (error) => console.log(error.message),
  );`;

describe.skipIf(lacksDockerd())('the lease in containers', () => {
  let docker: Dockerd;
  const folder = mkdtempSync(join(tmpdir(), 'dw-lease-'));
  beforeAll(async () => {
    docker = await startDockerd();
    await docker.build(`${docker.prefix}-lease`, 'FROM scratch\nCOPY busybox /bin/busybox');
  });
  afterAll(async () => {
    await docker.stop();
    rmSync(folder, { recursive: true });
  });

  /** Node and the checkout as they are on this machine. */
  async function run(name: string): Promise<string> {
    const mounts = ['/usr', '/lib', '/lib64', checkout].flatMap((path) => ['--volume', `${path}:${path}:ro`]);
    const command = [process.execPath, '--input-type=module', '-e', program];
    const flags = ['--detach', '--network', 'none', '--hostname', 'bot', '--volume', `${folder}:/state`];
    return docker.docker(
      'run',
      ...flags,
      '--name',
      `${docker.prefix}-${name}`,
      ...mounts,
      `${docker.prefix}-lease`,
      ...command,
    );
  }
  const logs = (id: string) => docker.docker('logs', id);

  it('is taken over at once by the same container after a kill -9, though both have pid 1; not by another', async () => {
    const first = await run('first');
    await expect.poll(() => logs(first), { timeout: 30_000 }).toBe('acquired by 1');
    // Same host name, same pid, and the first cannot be seen from there.
    const second = await run('second');
    await expect
      .poll(() => logs(second), { timeout: 30_000 })
      .toMatch(/^Another Driftwatch holds this state: process 1 on bot, since/);
    await docker.docker('kill', first);
    await docker.docker('start', first);
    await expect.poll(() => logs(first), { timeout: 30_000 }).toBe('acquired by 1\nacquired by 1');
  });
});
