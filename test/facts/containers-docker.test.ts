import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Service } from '../../src/inventory/manifest.ts';
import type { Containers } from '../../src/facts/container.ts';
import { observeMachine } from '../../src/probes/observe-machine.ts';
import type { Observation } from '../../src/facts/observation.ts';
import { scene } from '../support/clients/ssh-scene.ts';
import { lacksDockerd, startDockerd } from '../support/servers/dockerd.ts';
import type { Dockerd } from '../support/servers/dockerd.ts';
import { aMachine, aService } from '../support/facts/observed.ts';
import type { SshdOptions } from '../support/servers/sshd.ts';
import { lacks, which } from '../support/machines/system.ts';
import { populate, standIn } from '../support/probes/containers-scene.ts';
import { limits, requestFor } from '../support/probes/machine-scene.ts';

describe.skipIf(lacksDockerd() || lacks(['sshd', 'openssh-server']))('containers of a real docker', () => {
  let engine: Dockerd;
  let app: string;

  beforeAll(async () => {
    engine = await startDockerd();
    app = `${engine.prefix}-app`;
    await populate(engine, app);
  });

  afterAll(async () => await engine.stop(), 60_000);

  async function see(
    services: Partial<Service>[],
    options: SshdOptions = {},
    sectionMs = limits.sectionMs,
  ): Promise<Observation<Containers> | undefined> {
    const environment = { DOCKER_HOST: engine.host, ...options.environment };
    const { sshd, client } = await scene({ ...options, environment });
    const machine = aMachine({ name: 'box', host: sshd.host, port: sshd.port });
    const request = requestFor(sshd, {
      target: { machine, services: services.map((service) => aService({ machine: 'box', ...service })) },
    });
    const { facts } = await observeMachine(client, request, { ...limits, sectionMs });
    expect(facts.processes?.ok).toBe(true);
    return facts.containers;
  }

  async function seeOne(docker_service: string) {
    const seen = await see([{ name: 'app', docker_service }]);
    if (!seen?.ok) throw new Error(JSON.stringify(seen));
    return seen.value.services['app'] ?? [];
  }

  it('are read with state, image, label, layers, and what their tag points to now', async () => {
    const name = `${engine.prefix}-sick`;
    const [id, tagged, pid] = await Promise.all([
      engine.docker('inspect', '--format', '{{.Image}}', name),
      engine.docker('image', 'inspect', '--format', '{{.Id}}', app),
      engine.docker('inspect', '--format', '{{.State.Pid}}', name),
    ]);
    await expect
      .poll(() => engine.docker('inspect', '--format', '{{.State.Health.Status}}', name), { timeout: 20_000 })
      .toBe('unhealthy');
    const [container, ...others] = await seeOne(name);
    expect(others).toEqual([]);
    expect(container).toMatchObject({
      name,
      state: 'running',
      health: 'unhealthy',
      restart_count: 0,
      finished_at: null,
      pid: Number(pid),
      image_id: id,
      image_ref: app,
      tag_image_id: tagged,
      image: { id, revision: 'a3f8c21' },
    });
    expect(id).not.toBe(tagged);
    const built = Date.parse(container?.image?.created ?? '');
    expect(Math.abs(Date.now() - built)).toBeLessThan(200_000);
    const layers = container?.image?.layers ?? [];
    expect(layers.map(({ created_by }) => /LABEL|CMD|HEALTHCHECK|COPY/.exec(created_by)?.[0])).toEqual([
      'LABEL',
      'CMD',
      'HEALTHCHECK',
      'COPY',
      'COPY',
    ]);
    expect(layers.map(({ size }) => size)).toEqual([0, 0, 0, 3, expect.any(Number)]);
    expect(layers.every(({ created }) => !Number.isNaN(Date.parse(created ?? '')))).toBe(true);
  });

  it('show by a rebuild from the cache a copy that is older than their image', async () => {
    const { prefix } = engine;
    await engine.docker('create', '--name', `${prefix}-rebuilt`, app);
    const [container] = await seeOne(`${prefix}-rebuilt`);
    const layers = container?.image?.layers ?? [];
    const at = (word: string) =>
      Date.parse(layers.find(({ created_by }) => created_by.includes(word))?.created ?? '');
    expect(container?.image?.revision).toBe('b9d1e44');
    expect(at('COPY')).toBeLessThan(at('LABEL'));
  });

  it.each([
    ['', ['1', '2', 'other']],
    ['shop-', ['1', '2']],
    ['blog_', ['other']],
    ['op-', []],
  ])('of compose service %sweb are its replicas, and no one-off', async (project, names) => {
    const found = await seeOne(`${project}${engine.prefix}-web`);
    expect(found.map(({ name }) => name).toSorted()).toEqual(names.map((name) => `${engine.prefix}-${name}`));
    expect(found.every(({ image }) => image !== null)).toBe(true);
  });

  it('that do not run say why', async () => {
    const [created] = await seeOne(`${engine.prefix}-new`);
    expect(created).toMatchObject({ state: 'created', pid: null, started_at: null });
    const [ended] = await seeOne(`${engine.prefix}-ended`);
    expect(ended).toMatchObject({ state: 'exited', exit_code: 1, pid: null });
    expect(ended?.finished_at).not.toBeNull();
    expect(ended).toMatchObject({ health: null, image: { revision: null } });
  });

  it('say what is mounted in them, and when the image of their tag was built', async () => {
    const name = `${engine.prefix}-mounted`;
    const mounts = ['--volume', '/tmp:/app:ro', '--tmpfs', '/run', '--volume', '/data'];
    await engine.docker('create', '--network', 'none', '--name', name, ...mounts, app);
    const [mounted] = await seeOne(name);
    expect(mounted?.mounts?.toSorted()).toEqual(['/app', '/data']);
    expect(mounted?.tag_created).toBe(mounted?.image?.created);
    expect(mounted).not.toHaveProperty('tag_same');
  });

  it('that restart all the time are counted', async () => {
    await expect
      .poll(async () => (await seeOne(`${engine.prefix}-loop`))[0]?.restart_count, { timeout: 30_000 })
      .toBeGreaterThanOrEqual(3);
  });

  it('are looked up for all services at once', async () => {
    const seen = await see([
      { name: 'one', docker_service: `${engine.prefix}-sick` },
      { name: 'none', docker_service: 'nowhere' },
      { name: 'bare' },
    ]);
    expect(
      seen?.ok && Object.entries(seen.value.services).map(([name, found]) => [name, found.length]),
    ).toEqual([
      ['one', 1],
      ['none', 0],
    ]);
  });

  it('cost nothing where no service asks', async () => {
    expect(await see([{}])).toBeUndefined();
  });

  it('of an engine that is down are unreachable', async () => {
    const environment = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };
    expect(await see([{ docker_service: 'web' }], { environment })).toMatchObject({
      ok: false,
      reason: 'unreachable',
      detail: expect.stringContaining('start it'),
    });
  });

  it('of a socket that the user may not open are denied, with what to grant', async () => {
    const profile = standIn('docker', `exec setpriv --reuid 65534 --clear-groups ${which('docker')} "$@"`);
    expect(await see([{ docker_service: 'web' }], { profile })).toMatchObject({
      ok: false,
      reason: 'denied',
      detail: expect.stringContaining('group docker'),
    });
  });

  it('of a docker that hangs are lost alone', async () => {
    const profile = standIn('docker', 'sleep 60.0099');
    expect(await see([{ docker_service: 'web' }], { profile }, 4000)).toEqual({
      ok: false,
      reason: 'timeout',
      detail: 'containers did not answer within 4 s',
    });
  });

  it('are asked of sudo where the service says so', async () => {
    const profile = standIn('sudo', 'echo "sudo: a password is required" >&2; echo "sudo $@" >&2; exit 1');
    expect(await see([{ docker_service: 'web', sudo: true }], { profile })).toMatchObject({
      ok: false,
      reason: 'denied',
      detail: expect.stringMatching(/sudoers.*-n docker ps --all/),
    });
  });
});
