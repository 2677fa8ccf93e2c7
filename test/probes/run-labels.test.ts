import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { SshClient } from '../../src/clients/ssh/client.ts';
import { observe } from '../../src/probes/run.ts';
import { runningSha } from '../support/builders.ts';
import { testFolder } from '../support/machines/folder.ts';
import { aService } from '../support/facts/observed.ts';
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
