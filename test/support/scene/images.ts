import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Dockerd } from '../servers/dockerd.ts';
import { createRepository } from '../repositories.ts';
import { which } from '../machines/system.ts';
import { plant } from './planting.ts';
import type { Planted } from './planting.ts';

const image = (...lines: string[]) => ['FROM scratch', 'COPY busybox /bin/busybox', ...lines].join('\n');
const sleep = 'CMD ["/bin/busybox","sleep","600"]';
const app = (sha: string) =>
  image('COPY app.py /app/', sleep, `LABEL org.opencontainers.image.revision=${sha}`);

/** An image as reproducible builds leave it: dated 1970, and so is its one layer. @returns an archive to load */
function undatedImage(folder: string, tag: string): string {
  const at = mkdtempSync(join(folder, 'undated-'));
  const created = '1970-01-01T00:00:00Z';
  mkdirSync(join(at, 'bin'));
  copyFileSync(which('busybox') ?? 'busybox', join(at, 'bin', 'busybox'));
  execFileSync('tar', ['-cf', 'layer.tar', 'bin'], { cwd: at });
  const layer = createHash('sha256')
    .update(readFileSync(join(at, 'layer.tar')))
    .digest('hex');
  const config = {
    architecture: { arm64: 'arm64', x64: 'amd64' }[process.arch as string] ?? process.arch,
    os: 'linux',
    created,
    config: {},
    rootfs: { type: 'layers', diff_ids: [`sha256:${layer}`] },
    history: [{ created, created_by: 'COPY / / # base' }],
  };
  writeFileSync(join(at, 'config.json'), JSON.stringify(config));
  const manifest = [{ Config: 'config.json', RepoTags: [`${tag}:latest`], Layers: ['layer.tar'] }];
  writeFileSync(join(at, 'manifest.json'), JSON.stringify(manifest));
  execFileSync('tar', ['-cf', 'image.tar', 'manifest.json', 'config.json', 'layer.tar'], { cwd: at });
  return join(at, 'image.tar');
}

/** Containers of images that were built FROM scratch, before and after a commit. */
export async function plantContainers(
  { docker, build, prefix }: Dockerd,
  folder: string,
): Promise<Planted[]> {
  const start = async (name: string, tag: string, flags: string[] = [], ...command: string[]) => {
    const named = ['--network', 'none', '--name', `${prefix}-${name}`, ...flags];
    await docker('run', '--detach', ...named, `${prefix}-${tag}`, ...command);
  };
  const repository = await createRepository(join(folder, 'images.git'), [
    { name: 'first', date: Date.now() - 86_400_000 * 5, message: 'index' },
  ]);
  const { first = '' } = repository.shas;
  await build(`${prefix}-app`, app(first), { 'app.py': 'old' });
  await build(`${prefix}-plain`, image(sleep));
  await build(`${prefix}-moving`, image(sleep));
  await start('stale', 'app');
  await start('superseded', 'moving');
  await build(`${prefix}-moving`, image('COPY new /new', sleep), { new: 'new' });
  // its files are read by the container's own shell
  const shell = 'RUN ["/bin/busybox","--install","-s","/bin"]';
  const open = 'RUN ["/bin/busybox","chmod","646","/app/app.py"]';
  await build(`${prefix}-writable`, image('COPY app.py /app/', shell, open, sleep), { 'app.py': 'open' });
  await build(`${prefix}-closed`, image('COPY app.py /app/', shell, sleep), { 'app.py': 'closed' });
  await start('writable', 'writable');
  await start('well', 'closed');
  await start('ended', 'plain', [], '/bin/busybox', 'sh', '-c', 'exit 3');
  const check = ['--health-cmd', '/nowhere', '--health-interval', '1s', '--health-retries', '1'];
  await start('sick', 'plain', check);
  await start('looping', 'plain', ['--restart=always'], '/bin/busybox', 'false');

  // Commits and layers are dated to the second.
  await pause(1100);
  const date = Date.now();
  const { fix = '' } = await repository.commit([{ name: 'fix', date, message: 'take the write bit' }]);
  await pause(1100);
  await build(`${prefix}-cached`, app(fix), { 'app.py': 'old' });
  await start('cached', 'cached');
  await build(`${prefix}-cured`, app(fix), { 'app.py': 'old' }, ['--no-cache']);
  await start('cured', 'cured');
  const old = `${prefix}-old-base`;
  await docker('load', '--quiet', '--input', undatedImage(folder, old));
  const label = `LABEL org.opencontainers.image.revision=${fix}`;
  await build(`${prefix}-upon`, [`FROM ${old}`, sleep, label].join('\n'));
  await start('upon', 'upon');

  // Until the engine has called the one sick, and started the other again often enough to call it a loop.
  const state = async (name: string, of: string) =>
    await docker('inspect', '--format', `{{${of}}}`, `${prefix}-${name}`);
  const patience = { timeout: 40_000, interval: 200 };
  await expect.poll(() => state('sick', '.State.Health.Status'), patience).toBe('unhealthy');
  const restarts = async () => Number(await state('looping', '.RestartCount'));
  await expect.poll(restarts, patience).toBeGreaterThanOrEqual(3);

  const repo = repository.url;
  const runs = (name: string) => ({ docker_service: `${prefix}-${name}` });
  const fixed = { version: fix, uptime_seconds: 1 };
  return [
    plant('container-well', {
      ...runs('well'),
      scan: ['/app'],
      files: [{ path: '/app/app.py', mode: '644', owner: '0:0' }],
    }),
    plant('container-writable', {
      ...runs('writable'),
      scan: ['/app'],
      finds: { world_writable: 'HIGH' },
    }),
    plant('container-on-old-base', { ...runs('upon'), repo, answer: fixed }),
    plant('container-cured', { ...runs('cured'), repo, answer: fixed }),
    plant('container-cached', { ...runs('cached'), repo, answer: fixed, finds: { cached_layer: 'HIGH' } }),
    // an image of a second ago is old where the limit is less; what is stale is behind, too
    plant('container-stale', {
      ...runs('stale'),
      repo,
      answer: { version: first, uptime_seconds: 1 },
      image: { max_age_days: 0.000_01 },
      finds: { git_drift: 'LOW', image_stale: 'HIGH' },
    }),
    plant('container-superseded', { ...runs('superseded'), finds: { image_superseded: 'HIGH' } }),
    plant('container-gone', { ...runs('gone'), finds: { container_missing: 'CRITICAL' } }),
    plant('container-ended', { ...runs('ended'), finds: { container_not_running: 'CRITICAL' } }),
    plant('container-sick', { ...runs('sick'), finds: { container_unhealthy: 'HIGH' } }),
    plant('container-looping', { ...runs('looping'), finds: { restart_loop: 'HIGH' } }),
  ];
}
