import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Report } from '../../src/report/report.ts';
import { lacksDockerd, startDockerd } from '../support/servers/dockerd.ts';
import type { Dockerd } from '../support/servers/dockerd.ts';
import { testFolder } from '../support/machines/folder.ts';
import { lacks } from '../support/machines/system.ts';
import { aPackage } from '../support/packaging/package.ts';
import { makeBase } from '../support/packaging/base-image.ts';
import { composeProject } from '../support/packaging/compose-project.ts';
import { composed, confinement, flags } from '../support/packaging/compose-flags.ts';
import { makeContext, secrets } from '../support/packaging/context.ts';
import { aFleet, triggerToken } from '../support/packaging/fleet.ts';

const lost =
  lacksDockerd() ||
  lacks(
    ['git', 'git'],
    ['ssh', 'openssh-client'],
    ['sshd', 'openssh-server'],
    ['npm', 'npm'],
    ['docker-compose', 'docker-compose'],
  );
const gitSha = randomBytes(20).toString('hex');
const Answer = z.object({ result: z.object({ details: z.object({ report: Report }) }) });

describe.skipIf(lost)('the image', () => {
  let engine: Dockerd;
  let image: string;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'driftwatch-image-'));
    engine = await startDockerd('any');
    const tarball = await aPackage(folder, gitSha);
    const base = await makeBase(engine, folder, tarball);
    image = `${engine.prefix}-bot`;
    const given = [`BASE=${base}`, `GIT_SHA=${gitSha}`].flatMap((argument) => ['--build-arg', argument]);
    const context = makeContext(join(folder, 'context'));
    copyFileSync(tarball, join(context, basename(tarball)));
    await engine.docker('build', '--quiet', '--network', 'none', ...given, '--tag', image, context);
  }, 400_000);
  afterAll(async () => {
    await engine?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const inspect = async (of: string, format: string): Promise<unknown> =>
    JSON.parse(await engine.docker('inspect', '--format', `{{json ${format}}}`, of));
  const shell = ['run', '--rm', '--network', 'none', '--entrypoint', '/bin/sh'];
  const within = async (command: string) => await engine.docker(...shell, image, '-c', command);

  it('holds the program, and nothing else that lies in a checkout', async () => {
    const kept = await within('ls -A /app; ls -A /data');
    expect(kept.split('\n').toSorted()).toEqual([
      '.env.example',
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin',
      'dist',
      'docs',
      'node_modules',
      'package.json',
      'packaging',
    ]);
    const planted = `grep -r -l planted-secret /app ${Object.keys(secrets)
      .map((file) => `/app/${file}`)
      .join(' ')} 2>/dev/null; true`;
    expect(await within(planted)).toBe('');
    expect(await within('ls /app/node_modules | grep -x -e vitest -e node -e typescript; true')).toBe('');
  });

  it('belongs to root, runs as another user, and names its commit', async () => {
    expect(
      await within(
        'id -u; id -g; find /app ! -user root -o -perm -002 ! -type l | head; touch /app/x 2>&1; true',
      ),
    ).toMatch(/^1000\n1000\ntouch: .*(denied|Read-only)/);
    expect(await inspect(image, '.Config.Labels')).toMatchObject({
      'org.opencontainers.image.revision': gitSha,
    });
    expect(await inspect(image, '.Config.Entrypoint')).toEqual(['node', 'bin/driftwatch.cjs']);
  });

  it('says what is missing, and ends with 3', async () => {
    const run = engine.docker('run', '--rm', '--network', 'none', image);
    await expect(run).rejects.toMatchObject({
      code: 3,
      stderr: expect.stringContaining('bot needs DISCORD_TOKEN'),
    });
  });

  const noCompose = lacks(['docker-compose', 'docker-compose']);
  it.skipIf(noCompose)(
    'is run by docker-compose as compose.yaml says, and started again without Discord',
    async () => {
      const place = await testFolder();
      const { environment } = await aFleet(place);
      const services = { driftwatch: { image } };
      const compose = await composeProject(engine, place, { services }, environment); // in a network of its own
      await compose('up', '--detach', '--no-build');
      try {
        const name = await compose('ps', '--quiet');
        expect(await inspect(name, '.HostConfig')).toMatchObject({
          ReadonlyRootfs: true,
          CapDrop: ['ALL'],
          SecurityOpt: ['no-new-privileges:true'],
          Memory: 512 * 2 ** 20,
          PidsLimit: 256,
          Init: true,
          RestartPolicy: { Name: 'unless-stopped' },
          Tmpfs: { '/tmp': 'size=64m,mode=1777' },
          PortBindings: { '8787/tcp': [{ HostIp: '127.0.0.1' }] },
        });
        const mounts = z.array(z.object({ Destination: z.string(), RW: z.boolean() }));
        const writable = mounts.parse(await inspect(name, '.Mounts')).map((at) => [at.Destination, at.RW]);
        expect(Object.fromEntries(writable)).toEqual({ '/config': false, '/keys': false, '/data': true });
        expect(await inspect(name, '.Config.StopTimeout')).toBe(20);
        await expect
          .poll(() => inspect(name, '.RestartCount'), { timeout: 60_000, interval: 500 })
          .toBeGreaterThan(0);
        expect(await compose('logs', '--no-color')).toMatch(
          /Discord: it cannot be reached at .*Check the network/,
        );
      } finally {
        await compose('down', '--volumes', '--timeout', '10');
      }
    },
    120_000,
  );

  it('serves Discord as compose.yaml confines it, writes only to /data, and ends at SIGTERM', async () => {
    const place = await testFolder();
    const fleet = await aFleet(place);
    const name = `${engine.prefix}-run`;
    const environment = { ...composed.environment, ...fleet.environment };
    const volumes = composed.volumes.map((volume) =>
      volume.replace(/^\.\//, `${place}/`).replace(/^state:/, `${engine.prefix}-state:`),
    );
    const network = ['run', '--detach', '--network', 'host'];
    await engine.docker(
      // without `init: true`: the bot itself must do as process 1
      ...network,
      '--name',
      name,
      '--health-interval',
      '1s',
      ...confinement,
      ...flags('volume', volumes),
      ...flags(
        'env',
        Object.entries(environment).map((pair) => pair.join('=')),
      ),
      image,
    );
    const state = async () => [
      await inspect(name, '.State.Health.Status'),
      await engine.docker('logs', name),
    ];
    await expect.poll(state, { timeout: 60_000, interval: 500 }).toEqual(['healthy', expect.any(String)]);

    const health = await fetch(`${fleet.origin}/health`);
    expect(await health.json()).toMatchObject({ status: 'ok', version: gitSha, pid: 1 });

    const answer = await fetch(`${fleet.origin}/tools/invoke`, {
      method: 'POST',
      headers: { authorization: `Bearer ${triggerToken}` },
      body: JSON.stringify({ tool: 'deployment_sync', args: {} }),
    });
    const { report } = Answer.parse(await answer.json()).result.details;
    expect([report.findings, report.verdict]).toEqual([[], 'in_sync']);
    await fleet.discord.command('drift');
    await fleet.discord.waitFor(({ embeds }) => JSON.stringify(embeds).includes('In sync'), 20_000);

    const written = await engine.docker(
      'exec',
      name,
      '/bin/sh',
      '-c',
      'ls -A /data /tmp; ls /data/git; touch /x /app/x 2>&1; true',
    );
    expect(written).toMatch(/driftwatch\.sqlite/);
    expect(written).toMatch(/\/tmp:\n[0-9a-f]{32}\.git/);
    expect(written).toMatch(/touch: \/x: Read-only file system\ntouch: \/app\/x: Read-only file system/);

    await engine.docker('stop', '--time', '10', name);
    expect(await inspect(name, '.State.ExitCode')).toBe(0);

    await engine.docker('start', name);
    await expect.poll(state, { timeout: 60_000, interval: 500 }).toEqual(['healthy', expect.any(String)]);
    await engine.docker('rm', '--force', name);
    await engine.docker('volume', 'rm', `${engine.prefix}-state`);
  }, 240_000);
});
