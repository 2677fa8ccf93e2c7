import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Service } from '../../../../src/inventory/manifest.ts';
import { freePort } from '../../../support/servers/free-port.ts';
import { lacksDockerd, startDockerd } from '../../../support/servers/dockerd.ts';
import type { Dockerd } from '../../../support/servers/dockerd.ts';
import { auditedIn, known, populateLabelled } from '../../../support/facts/labelled-containers.ts';
import { lacks } from '../../../support/machines/system.ts';

describe.skipIf(lacksDockerd() || lacks(['sshd', 'openssh-server']))('containers as they are run', () => {
  let engine: Dockerd;

  beforeAll(async () => {
    engine = await startDockerd();
    await populateLabelled(engine);
  }, 200_000);

  afterAll(async () => await engine.stop(), 60_000);

  const run = async (name: string, ...rest: string[]) =>
    await engine.docker('run', '-d', '--network', 'none', '--name', `${engine.prefix}-${name}`, ...rest);

  const audited = async (name: string, over: Partial<Service> = {}, environment = {}) =>
    await auditedIn(engine, name, over, environment);

  it.each([
    ['of its base image is none', 'inherits', [], null],
    ['that the repository knows is its commit', 'names', [], known],
    [
      'with the own repository as source counts, known or not',
      'claims',
      ['git_unknown_commit'],
      'b'.repeat(40),
    ],
    ['that the image itself sets counts', 'relabels', ['git_unknown_commit'], 'c'.repeat(40)],
  ])('a label %s', async (_, name, types, sha) => {
    expect(await audited(`${engine.prefix}-${name}`)).toMatchObject({ types, running_sha: sha });
  });

  it.each<[what: string, name: string, over: Partial<Service>, types: string[], argv: string[]]>([
    ['ended well, and nothing starts it again', 'done', {}, ['probe_failed'], ['true']],
    ['ended well, as it is to run once', 'done-once', { run: 'once' }, [], ['true']],
    ['failed', 'failed', {}, ['container_not_running'], ['false']],
    ['failed, though it runs once', 'failed-once', { run: 'once' }, ['container_not_running'], ['false']],
    [
      'ended well, and is to go on by its process',
      'gone',
      { process: 'sleep 987' },
      ['process_missing', 'container_not_running'],
      ['true'],
    ],
    ['ended well, and trades', 'trades', { kind: 'trading' }, ['container_not_running'], ['true']],
  ])('a container that %s', async (_, name, over, types, argv) => {
    await run(name, `${engine.prefix}-bare`, '/bin/busybox', ...argv);
    const status = () =>
      engine.docker('inspect', '--format', '{{.State.Status}}', `${engine.prefix}-${name}`);
    await expect.poll(status, { timeout: 30_000 }).toBe('exited');
    expect((await audited(`${engine.prefix}-${name}`, over)).types.toSorted()).toEqual(types.toSorted());
  });

  it('that was stopped though its policy starts it again does not run; declared as once, its end is its work', async () => {
    const name = `${engine.prefix}-kept`;
    await run(
      'kept',
      '--restart',
      'unless-stopped',
      `${engine.prefix}-bare`,
      '/bin/busybox',
      'sh',
      '-c',
      'trap "exit 0" TERM; echo ready; while :; do sleep 0.2; done',
    );
    // Before its trap stands, a stop ends it badly.
    await expect.poll(() => engine.docker('logs', name), { timeout: 30_000 }).toBe('ready');
    await engine.docker('stop', name);
    expect((await audited(name)).types).toEqual(['container_not_running']);
    expect((await audited(name, { run: 'once' })).types).toEqual([]);
  });

  it('that left nothing behind is unknown where it runs once, and missing where it is to run', async () => {
    const once = await audited(`${engine.prefix}-nowhere`, { run: 'once' });
    expect(once.gaps.map(({ detail }) => detail).join()).toContain('--rm');
    expect(once.types).not.toContain('container_missing');
    expect((await audited(`${engine.prefix}-nowhere`)).types).toEqual(['container_missing']);
  });

  it.skipIf(lacks(['podman', 'podman']))(
    "are podman's where docker has only its command line, and podman's advice is told",
    async () => {
      const name = `${engine.prefix}-podman`;
      const podman = async (...args: string[]) => await promisify(execFile)('podman', args);
      await podman('create', '--name', name, '--rootfs', '/', 'true');
      try {
        const down = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };
        const { findings, types } = await audited(name, {}, down);
        expect(types).toEqual(['container_not_running']);
        const [finding] = findings.filter(({ type }) => type === 'container_not_running');
        expect(finding?.summary).toContain(`podman logs ${name}`);
        expect(JSON.stringify(findings)).not.toMatch(/docker /);
        expect((await audited(name)).types).toEqual(['container_not_running']);
        const lost = await audited('nowhere', {}, down);
        expect(lost.types).toEqual(['probe_failed']);
        expect(lost.facts).toMatchObject({ ok: false, reason: 'unreachable' });
      } finally {
        await podman('rm', '--force', name);
      }
    },
  );

  it('are tasks of a swarm, of which the past ones count for nothing', async () => {
    const { prefix } = engine;
    const docker = async (...args: string[]) => await engine.docker(...args);
    // Its usual port, 2377, may be another engine's.
    const listens = `127.0.0.1:${await freePort()}`;
    await docker('swarm', 'init', '--advertise-addr', '127.0.0.1', '--listen-addr', listens);
    const service = `${prefix}-web`;
    const tasks = async (state: string) => {
      const listed = await docker(
        'ps',
        '-aq',
        '--filter',
        `label=com.docker.swarm.service.name=${service}`,
        '--filter',
        `status=${state}`,
      );
      return listed.split('\n').filter(Boolean).length;
    };
    try {
      await docker(
        'service',
        'create',
        '--detach',
        '--name',
        service,
        '--replicas',
        '2',
        '--network',
        'host',
        '--restart-delay',
        '1s',
        `${prefix}-bare`,
      );
      await expect.poll(() => tasks('running'), { timeout: 60_000 }).toBe(2);
      const [victim] = (
        await docker('ps', '-q', '--filter', `label=com.docker.swarm.service.name=${service}`)
      ).split('\n');
      await docker('kill', victim!);
      await expect
        .poll(async () => (await tasks('exited')) > 0 && (await tasks('running')) === 2, { timeout: 60_000 })
        .toBe(true);
      const whole = await audited(service);
      expect(whole.types).toEqual([]);
      expect(whole.facts?.ok && whole.facts.value.swarm[service]).toEqual({
        running: 2,
        wanted: 2,
        job: false,
      });
      await docker('service', 'scale', '--detach', `${service}=0`);
      await expect.poll(() => tasks('running'), { timeout: 60_000 }).toBe(0);
      const off = await audited(service);
      expect(off.types).toEqual([expect.stringMatching(/^container_(?:not_running|missing)$/)]);
    } finally {
      await docker('service', 'rm', service).catch(() => null);
      await docker('swarm', 'leave', '--force');
    }
  }, 200_000);
});
