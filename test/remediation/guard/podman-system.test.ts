import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lacks, which } from '../../support/machines/system.ts';
import { busybox, containerVerdict } from '../../support/remediation/container-verdict.ts';
import type { Engine, Made, Place } from '../../support/remediation/container-verdict.ts';

const run = promisify(execFile);

describe.skipIf(
  process.getuid?.() !== 0 || lacks(['podman', 'podman'], ['runc', 'runc'], ['busybox', 'busybox-static']),
)('a stopped container of podman', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dw-podman-'));
  let engine: Engine;
  beforeAll(async () => {
    // Its containers lie in a place of their own: the guard finds the client by PATH.
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    const own = `--root ${folder}/store --runroot ${folder}/run --storage-driver vfs --cgroup-manager cgroupfs --events-backend file`;
    writeFileSync(join(bin, 'podman'), `#!/bin/sh\nexec ${which('podman')} ${own} "$@"\n`, { mode: 0o755 });
    const image = join(folder, 'image');
    for (const name of ['bin', 'app']) mkdirSync(join(image, name), { recursive: true });
    copyFileSync(which('busybox') ?? '', join(image, 'bin/busybox'));
    chmodSync(join(image, 'bin/busybox'), 0o755);
    writeFileSync(join(image, 'app/start.sh'), 'exec /opt/shiva/run\n');
    writeFileSync(join(image, 'app/clean.sh'), 'exec /bin/busybox sleep 600\n');
    await run('tar', ['-C', image, '-cf', join(folder, 'image.tar'), '.']);
    const docker = async (...args: string[]) =>
      (await run(join(bin, 'podman'), args, { cwd: folder })).stdout.trimEnd();
    const prefix = 'pd';
    await docker('import', '--change', 'WORKDIR=/app', join(folder, 'image.tar'), `localhost/${prefix}-app`);
    engine = { prefix, docker, client: 'podman', path: `${bin}:` };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each<[string, (place: Place) => Made]>([
    ['its command', () => ({ command: busybox('sh', '-c', ': shiva; sleep 600') })],
    ['a script in the folder that it works in', () => ({ command: busybox('sh', 'start.sh') })],
    ['a variable in another script', () => ({ flags: ['--env', 'RUN=shiv\u0430'] })],
    ['a label', () => ({ flags: ['--label', 'org.x=foresight'] })],
    ['the network of the bot', ({ bot }) => ({ flags: ['--network', `container:${bot}`] })],
    [
      'a volume that the bot has too',
      ({ bot }) => ({
        flags: ['--volume', `${bot}-shared:/data`],
        bot: { flags: ['--volume', `${bot}-shared:/data`] },
      }),
    ],
    [
      'the volumes of the bot',
      ({ bot }) => ({
        flags: ['--volumes-from', bot],
        bot: { flags: ['--volume', `${bot}-shared2:/data`] },
      }),
    ],
    [
      'a folder above the bot’s that it may write',
      ({ folder: place }) => ({ flags: ['--volume', `${place}:/data`] }),
    ],
    [
      'the pod of the bot',
      ({ bot }) => {
        const infra = ['--infra-image', 'localhost/pd-app', '--infra-command', '/bin/busybox sleep 9'];
        const made = ['pod', 'create', '--name', `${bot}-pod`, ...infra, '--network', 'none'];
        execFileSync(join(folder, 'bin/podman'), made, { cwd: folder });
        return { flags: ['--pod', `${bot}-pod`], bot: { flags: ['--pod', `${bot}-pod`] } };
      },
    ],
    ['a container that it requires', ({ bot }) => ({ flags: ['--requires', bot] })],
    [
      'the bot’s own program and image',
      () => ({
        command: busybox('sleep', '777'),
        bot: { command: busybox('sleep', '777') },
      }),
    ],
  ])(
    'that would reach a trading bot by %s is left alone',
    async (_, make) => {
      expect(await containerVerdict(engine, make)).toEqual(expect.any(String));
    },
    120_000,
  );

  it.each<[string, (place: Place) => Made]>([
    ['nothing', () => ({})],
    ['a script of its own', () => ({ command: busybox('sh', 'clean.sh') })],
    ['a folder of its own', ({ folder: place }) => ({ flags: ['--volume', `${place}/mine:/data`] })],
  ])(
    'that has %s may be restarted',
    async (_, make) => {
      expect(await containerVerdict(engine, make)).toBeNull();
    },
    120_000,
  );
});
