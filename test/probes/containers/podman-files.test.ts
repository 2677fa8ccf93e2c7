import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Service } from '../../../src/inventory/manifest.ts';
import { containerFiles } from '../../../src/probes/containers/container-files.ts';
import { composeScript } from '../../../src/probes/machine/script.ts';
import { createSectionReader } from '../../../src/probes/machine/sections.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { runShell } from '../../support/machines/shells.ts';
import { lacks, which } from '../../support/machines/system.ts';

const run = promisify(execFile);

describe.skipIf(
  process.getuid?.() !== 0 ||
    lacks(['podman', 'podman'], ['runc', 'runc'], ['busybox', 'busybox-static'], ['docker', 'docker.io']),
)('files inside the containers of podman, beside a docker without an engine', () => {
  const roots: string[] = [];
  const name = `dw${process.pid}-${Date.now().toString(36)}`;
  const podman = async (...args: string[]) => await run('podman', ['--cgroup-manager=cgroupfs', ...args]);

  async function start(container: string, shell: boolean): Promise<void> {
    const root = mkdtempSync(join(tmpdir(), 'dw-podman-'));
    roots.push(root);
    chmodSync(root, 0o755);
    for (const folder of ['bin', 'app', 'app/up', 'dev', 'proc', 'sys', 'etc', 'run', 'tmp'])
      mkdirSync(join(root, folder));
    copyFileSync(which('busybox') ?? '', join(root, 'bin/sleep'));
    chmodSync(join(root, 'bin/sleep'), 0o755);
    if (shell)
      for (const tool of ['sh', 'ls', 'find', 'grep', 'head', 'sed', 'uniq', 'tail', 'tr', 'od'])
        symlinkSync('sleep', join(root, 'bin', tool));
    for (const [file, mode] of [
      ['.env', 0o644],
      ['run.py', 0o666],
      ['ok', 0o600],
    ] as const) {
      writeFileSync(join(root, 'app', file), 'x\n');
      chmodSync(join(root, 'app', file), mode);
    }
    chmodSync(join(root, 'app/up'), 0o777);
    const { stdout } = await run('sh', ['-c', 'ulimit -Hn']);
    const limits = ['--ulimit', `nofile=${stdout.trim()}:${stdout.trim()}`, '--ulimit', 'nproc=1000:1000'];
    const labels = ['project=shop', 'service=web'].flatMap((each) => [
      '--label',
      `com.docker.compose.${each}`,
    ]);
    const how = ['--detach', '--network', 'none', '--name', container, ...labels, ...limits];
    await podman('run', ...how, '--rootfs', root, '/bin/sleep', '600');
  }

  beforeAll(async () => {
    await start(`${name}-shell`, true);
    await start(`${name}-bare`, false);
  });

  afterAll(async () => {
    for (const each of ['shell', 'bare']) await podman('rm', '--force', '--time', '0', `${name}-${each}`);
    for (const root of roots) rmSync(root, { recursive: true, force: true });
  });

  function see(over: Partial<Service>) {
    const target = { machine: aMachine(), services: [aService(over)] };
    const marker = 'abcdef01'.repeat(4);
    const sh = containerFiles.fragment(target);
    const { stdout } = runShell(['sh'], composeScript(marker, [{ name: 'x', sh, deadline_s: 60 }]), {
      env: { ...process.env, DOCKER_HOST: 'unix:///nowhere/docker.sock' },
    });
    const reader = createSectionReader(marker, { names: ['x'], capBytes: 4_000_000 });
    reader.push(stdout);
    const section = reader.section('x');
    if (section.state !== 'complete') throw new Error(section.state);
    const seen = containerFiles.parse(section, target);
    return seen.ok ? seen.value['akashic-records'] : seen;
  }

  const file = { path: '/app/ok', in: 'container' as const, secret: false };

  it.each(['shell', 'bare'])('are read by podman: %s', (kind) => {
    const seen = see({ docker_service: `${name}-${kind}`, scan: ['/app'], files: [file] });
    expect(seen).toMatchObject({
      ok: true,
      value: [
        {
          container: `${name}-${kind}`,
          engine: 'podman',
          files: { '/app/ok': { ok: true, value: { mode: '0600', uid: 0, type: 'regular' } } },
          scans: { '/app': { ok: true, value: { rest: null } } },
        },
      ],
    });
    const scan = seen?.ok ? seen.value[0]?.scans['/app'] : undefined;
    const found = scan?.ok ? scan.value.files.map(({ path, mode }) => `${mode} ${path}`) : [];
    expect(new Set(found)).toEqual(new Set(['0644 /app/.env', '0666 /app/run.py', '0777 /app/up']));
  });

  it('are found by the name of a compose service, each container once', () => {
    const seen = see({ docker_service: 'shop-web', scan: ['/app'] });
    const names = seen?.ok ? seen.value.map(({ container }) => container) : [];
    expect(names.filter((each) => each.startsWith(name)).toSorted()).toEqual([
      `${name}-bare`,
      `${name}-shell`,
    ]);
  });

  it('are not told to be absent where docker may have them', () => {
    expect(see({ docker_service: `${name}-none`, scan: ['/app'] })).toMatchObject({
      ok: false,
      reason: 'unreachable',
    });
  });
});
