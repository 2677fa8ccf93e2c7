import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { SshClient } from '../../src/clients/ssh/client.ts';
import { observe } from '../../src/probes/run.ts';
import { runningSha } from '../support/builders.ts';
import { testFolder } from '../support/machines/folder.ts';
import { aService } from '../support/facts/observed.ts';
import { createCheckout, gitAt, march } from '../support/probes/checkout-scene.ts';
import {
  aPlan,
  clients,
  limits,
  localSsh,
  standInDocker,
  standInRepository,
} from '../support/probes/run-scene.ts';

const quiet = () => {};

describe('what the file REVISION of a release says', () => {
  it('is looked up in the repository', async () => {
    const folder = await testFolder();
    writeFileSync(join(folder, 'REVISION'), `${runningSha}\n`);
    const asked: { repo: string; revisions: string[] }[] = [];
    const services = [aService({ machine: 'box', endpoints: [], checkout: folder })];
    const repository = standInRepository(asked);
    await observe(aPlan({ services }), clients({ repository }), limits, quiet);
    expect(asked).toEqual([{ repo: 'Invictus-Labs/akashic-records', revisions: [runningSha] }]);
  });
});

describe('the commit of a checkout on no branch', () => {
  it('is looked up where the checkout does not know it to be of its branch, and only there', async () => {
    const folder = await testFolder();
    const [first, second] = createCheckout(folder);
    const lookedUp = async (branch: string) => {
      const asked: { repo: string; revisions: string[] }[] = [];
      const services = [aService({ machine: 'box', endpoints: [], checkout: folder, branch })];
      const repository = standInRepository(asked);
      await observe(aPlan({ services }), clients({ repository }), limits, quiet);
      return asked.map(({ revisions }) => revisions);
    };
    expect(await lookedUp('main')).toEqual([[]]);
    gitAt(folder, march(26), 'checkout', '--quiet', first);
    expect(await lookedUp('main')).toEqual([[]]);
    expect(await lookedUp('live')).toEqual([[first]]);
    gitAt(folder, march(26), 'branch', '--force', 'main', first);
    gitAt(folder, march(26), 'checkout', '--quiet', second);
    expect(await lookedUp('main')).toEqual([[second]]);
  });
});

describe('what an image says that it was built from', () => {
  it('is looked up in the repository', async () => {
    await standInDocker(runningSha.toUpperCase());
    const asked: { repo: string; revisions: string[] }[] = [];
    const services = [aService({ machine: 'box', endpoints: [], docker_service: 'web' })];
    const seen = await observe(
      aPlan({ services }),
      clients({ repository: standInRepository(asked) }),
      limits,
      quiet,
    );
    vi.unstubAllEnvs();
    expect(seen.machines['box']?.facts.containers).toMatchObject({ ok: true });
    expect(asked).toEqual([{ repo: 'Invictus-Labs/akashic-records', revisions: [runningSha] }]);
  });

  it('is nothing that a service without containers waits for', async () => {
    const asked: { repo: string; revisions: string[] }[] = [];
    const open = Promise.withResolvers<void>();
    const local = localSsh();
    const ssh: SshClient = {
      ...local,
      async run(host, script) {
        await open.promise;
        return await local.run(host, script);
      },
    };
    const services = [
      aService({ name: 'bare', machine: 'box', endpoints: [], repo: 'knox/bare' }),
      aService({ name: 'boxed', machine: 'box', endpoints: [], repo: 'knox/boxed', docker_service: 'web' }),
    ];
    const seeing = observe(
      aPlan({ services }),
      clients({ ssh, repository: standInRepository(asked) }),
      limits,
      quiet,
    );
    await expect.poll(() => asked.map(({ repo }) => repo)).toEqual(['knox/bare']);
    open.resolve();
    await seeing;
    expect(asked.map(({ repo }) => repo)).toEqual(['knox/bare', 'knox/boxed']);
  });
});
