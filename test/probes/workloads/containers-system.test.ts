import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseContainers } from '../../../src/probes/workloads/containers.ts';
import { CONTAINER_FACTS } from '../../../src/probes/workloads/containers-script.ts';
import { entryOf } from '../../../src/discover/draft/draft-entry.ts';
import { seen } from '../../../src/facts/observation.ts';
import { lacksDockerd, startDockerd } from '../../support/servers/dockerd.ts';
import type { Dockerd } from '../../support/servers/dockerd.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { aSurvey } from '../../support/discover/builders.ts';
import { draftFrom } from '../../support/discover/draft-scene.ts';
import { runInTurn } from '../../support/discover/run-in-turn.ts';

describe.skipIf(lacksDockerd())('the containers of a machine', () => {
  let engine: Dockerd;
  beforeAll(async () => {
    engine = await startDockerd();
    await engine.build(
      `${engine.prefix}-indexer`,
      'FROM scratch\nCOPY busybox /busybox\nLABEL org.opencontainers.image.revision=a3f8c21 org.opencontainers.image.source=https://github.com/x/y\nCMD ["/busybox","sleep","600"]',
    );
  });
  afterAll(async () => await engine.stop(), 60_000);

  const look = async (env: Record<string, string> = {}) =>
    parseContainers(await runInTurn(['sh'], CONTAINER_FACTS, { DOCKER_HOST: engine.host, ...env }));

  it('are drafted by what their labels say, hostile ones too, without their environment', async () => {
    const none = await look();
    expect(none).toEqual(seen({ engine: 'docker', containers: [] }));
    const folder = join(await testFolder(), 'a "b" #c');
    mkdirSync(folder);
    const labels = {
      project: engine.prefix,
      service: 'indexer',
      oneoff: 'False',
      'project.working_dir': folder,
      'project.config_files': `${folder}/compose.yaml\n  - name: evil`,
    };
    const flags = Object.entries(labels).flatMap(([key, value]) => [
      '--label',
      `com.docker.compose.${key}=${value}`,
    ]);
    const name = `${engine.prefix}-indexer-1`;
    await engine.docker(
      'run',
      '-d',
      '--network',
      'none',
      '--name',
      name,
      '-e',
      'TOKEN=s3cret',
      ...flags,
      `${engine.prefix}-indexer`,
    );
    await engine.docker(
      'run',
      '--network',
      'none',
      '--name',
      `${engine.prefix}-done`,
      `${engine.prefix}-indexer`,
      '/busybox',
      'true',
    );

    const section = await runInTurn(['sh'], CONTAINER_FACTS, { DOCKER_HOST: engine.host });
    expect(section.output).not.toContain('s3cret');
    const containers = parseContainers(section);
    expect(containers.ok && containers.value.containers).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name,
          service: 'indexer',
          folder,
          state: 'running',
          built_here: true,
          revision: 'a3f8c21',
          source: 'https://github.com/x/y',
        }),
        expect.objectContaining({ name: `${engine.prefix}-done`, state: 'exited', exit_code: 0 }),
      ]),
    );
    const checkout = {
      path: folder,
      origin: 'git@github.com:x/y.git',
      branch: 'main',
      default_branch: 'main',
    };
    const draft = draftFrom(aSurvey({ containers, used: seen({ checkouts: [checkout], compose: [] }) }));
    expect(draft.services.map(entryOf)).toEqual([
      {
        name: 'indexer',
        machine: 'tesseract',
        kind: 'stateful',
        risk_tier: 'HIGH',
        docker_service: 'indexer',
        repo: 'x/y',
      },
    ]);
    expect(draft.left).toEqual([
      `container ${engine.prefix}-done: does not run (exited with status 0): add it if it should`,
    ]);
  });

  it('say why where they could not be seen', async () => {
    const containers = await look({ DOCKER_HOST: 'unix:///nowhere/docker.sock' });
    expect(containers).toMatchObject({ ok: false, reason: 'unreachable' });
  });
});
