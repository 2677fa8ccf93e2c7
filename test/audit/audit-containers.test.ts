import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { createGitClient } from '../../src/clients/git/git.ts';
import { createHttpClient } from '../../src/clients/http/http.ts';
import { resolveManifest } from '../../src/inventory/resolve.ts';
import type { Report } from '../../src/report/report.ts';
import { scene } from '../support/clients/ssh-scene.ts';
import { lacksDockerd, startDockerd } from '../support/servers/dockerd.ts';
import type { Dockerd } from '../support/servers/dockerd.ts';
import { testFolder } from '../support/machines/folder.ts';
import { createRepository } from '../support/repositories.ts';
import { lacks } from '../support/machines/system.ts';
import { comparing } from '../../src/comparison/index.ts';

const lost = lacksDockerd() || lacks(['sshd', 'openssh-server'], ['git', 'git']);

describe.skipIf(lost)('an audit of real containers', () => {
  let engine: Dockerd;
  beforeAll(async () => {
    engine = await startDockerd();
  });
  afterAll(async () => await engine.stop(), 60_000);

  async function run(services: { name: string }[]): Promise<Report> {
    const { sshd, client } = await scene({ environment: { DOCKER_HOST: engine.host } });
    const http = createHttpClient();
    const git = createGitClient({ cacheFolder: await testFolder() });
    const machines = { box: { host: sshd.host, port: sshd.port, user: sshd.user } };
    const defaults = { machine: 'box', risk_tier: 'HIGH' as const };
    const { manifest } = resolveManifest({ machines, defaults, services });
    const clients = { ssh: client, http, repository: () => git };
    const tools = { clients, sshUser: sshd.user, comparing, sshConcurrency: 8, now: Date.now };
    const request = { trigger: 'cli', service: null, machine: null, only: 'all' } as const;
    try {
      return await audit(manifest, request, tools, () => {});
    } finally {
      await http.close();
    }
  }

  function typesOf({ findings }: Report): Record<string, string[]> {
    // None of them has an endpoint.
    const told = findings.filter(({ type }) => type !== 'health_missing');
    return Object.fromEntries(
      [...Map.groupBy(told, ({ service }) => service ?? 'none')].map(([name, found]) => [
        name,
        found.map(({ type }) => type).toSorted(),
      ]),
    );
  }

  it('catches the fix that the build cache kept out of the image, and sees it cured by --no-cache', async () => {
    const tag = `${engine.prefix}-akashic`;
    const repository = await createRepository(join(await testFolder(), 'akashic.git'), [
      { name: 'first', date: Date.now() - 86_400_000, message: 'index' },
    ]);
    const build = async (sha: string | undefined, ...flags: string[]) =>
      await engine.build(
        tag,
        `FROM scratch\nCOPY busybox /bin/busybox\nCOPY app.py /app/\nCMD ["/bin/busybox","sleep","600"]\nLABEL org.opencontainers.image.revision=${sha}`,
        { 'app.py': 'world-writable' },
        flags,
      );
    const start = async (name: string) =>
      await engine.docker('run', '--detach', '--network', 'none', '--name', `${engine.prefix}-${name}`, tag);
    const services = (...names: string[]) =>
      names.map((name) => ({ name, docker_service: `${engine.prefix}-${name}`, repo: repository.folder }));

    await build(repository.shas['first']);
    await start('before');
    expect(typesOf(await run(services('before')))).toEqual({});

    // Commits and layers are dated to the second.
    await pause(1100);
    const { fix } = await repository.commit([
      { name: 'fix', date: Date.now(), message: 'take the write bit' },
    ]);
    await pause(1100);
    await build(fix);
    await start('after');
    const report = await run(services('before', 'after'));
    expect(typesOf(report)).toEqual({ before: ['git_drift', 'image_superseded'], after: ['cached_layer'] });
    const states = report.services.map(({ name, running_sha, commits_behind }) => [
      name,
      running_sha,
      commits_behind,
    ]);
    expect(states).toEqual([
      ['before', repository.shas['first'], 1],
      ['after', fix, 0],
    ]);
    const cached = report.findings.find(({ type }) => type === 'cached_layer');
    expect(cached?.summary).toMatch(
      /the layer "COPY file:\w+ in \/app\/" came from the build cache.*--no-cache/,
    );

    await build(fix, '--no-cache');
    await start('cured');
    expect(typesOf(await run(services('cured')))).toEqual({});
  });

  it('tells what is missing, what ended, what fails its check and what restarts', async () => {
    const tag = `${engine.prefix}-plain`;
    await engine.build(tag, 'FROM scratch\nCOPY busybox /bin/busybox\nCMD ["/bin/busybox","sleep","600"]');
    const busybox = async (name: string, flags: string[], ...command: string[]) => {
      const named = ['--network', 'none', '--name', `${engine.prefix}-${name}`, ...flags];
      await engine.docker('run', '--detach', ...named, tag, '/bin/busybox', ...command);
    };
    const check = ['--health-cmd', '/nowhere', '--health-interval', '1s', '--health-retries', '1'];
    await busybox('well', [], 'sleep', '600');
    await busybox('ended', [], 'sh', '-c', 'exit 3');
    await busybox('sick', check, 'sleep', '600');
    await busybox('loop', ['--restart=always'], 'false');
    const names = ['well', 'ended', 'sick', 'loop', 'gone'];
    const services = names.map((name) => ({ name, docker_service: `${engine.prefix}-${name}` }));
    const expected = {
      gone: ['container_missing'],
      ended: ['container_not_running'],
      sick: ['container_unhealthy'],
      loop: ['restart_loop'],
    };
    await expect
      .poll(async () => typesOf(await run(services)), { timeout: 40_000, interval: 1000 })
      .toEqual(expected);
    const report = await run(services);
    expect(report.findings.find(({ service }) => service === 'ended')?.summary).toContain('with exit code 3');
    expect(report.machines[0]?.status).toBe('observed');
  });
});
