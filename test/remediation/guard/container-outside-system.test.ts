import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardProgram } from '../../../src/remediation/guard/program.ts';
import { busybox, containerVerdict } from '../../support/remediation/container-verdict.ts';
import type { Made, Place } from '../../support/remediation/container-verdict.ts';
import { lacksDockerd, startDockerd } from '../../support/servers/dockerd.ts';
import type { Dockerd } from '../../support/servers/dockerd.ts';

describe.skipIf(lacksDockerd())('a container that may act on its machine', () => {
  let engine: Dockerd;
  beforeAll(async () => {
    engine = await startDockerd();
    const files = {
      'app/one.sh': 'exec sh ./two.sh\n',
      'app/two.sh': 'exec /opt/shiva/run\n',
      'app/kills.sh': '#!/bin/busybox sh\npkill -f alph\n',
      'app/clean.sh': 'exec /bin/busybox sleep 600\n',
    };
    const lines = ['FROM scratch', 'COPY busybox /bin/busybox', 'COPY app /app', 'WORKDIR /app'];
    await engine.build(`${engine.prefix}-app`, lines.join('\n'), files);
    const trading = ['FROM scratch', 'COPY busybox /bin/busybox', 'ENTRYPOINT ["/bin/busybox","echo"]'];
    await engine.build(`${engine.prefix}-cmd`, [...trading, 'CMD ["--bot=leverage"]'].join('\n'));
    await engine.build(`${engine.prefix}-copy`, [...trading, 'COPY busybox /srv/shiva'].join('\n'));
  });
  afterAll(async () => await engine.stop(), 60_000);

  const host = ['--pid', 'host'];
  it.each<[string, (place: Place) => Made]>([
    ['ends what it finds', () => ({ flags: host, command: busybox('pkill', '-f', 'alph') })],
    ['ends what it finds by a script', () => ({ flags: host, command: busybox('sh', 'kills.sh') })],
    [
      'has all rights, and drives units',
      () => ({
        flags: ['--privileged'],
        command: busybox('sh', '-c', 'chroot /host systemctl isolate rescue.target'),
      }),
    ],
    [
      'has the engine’s socket, and starts all',
      () => ({
        flags: ['--volume', `${engine.host.replace('unix://', '')}:/var/run/docker.sock`],
        command: busybox('sh', '-c', 'docker start $(docker ps -aq)'),
      }),
    ],
    [
      'has the engine’s address, and makes a container of an image that is not there',
      () => ({
        flags: ['--env', 'DOCKER_HOST=tcp://10.0.0.1:2375'],
        command: busybox('sh', '-c', 'docker run nobody/knows:1'),
      }),
    ],
    ['starts a script that starts another', () => ({ command: busybox('sh', 'one.sh') })],
    [
      'starts a script that a variable names',
      () => ({ flags: ['--env', 'RUN=/app/two.sh'], command: busybox('sh', '-c', 'exec sh $RUN') }),
    ],
  ])(
    'and %s is left alone',
    async (_, make) => {
      expect(await containerVerdict(engine, make)).toEqual(expect.any(String));
    },
    120_000,
  );

  it.each<[string, (place: Place) => Made]>([
    ['ends its own', () => ({ command: busybox('sh', '-c', 'pkill sleep; exec sleep 9') })],
    ['sees its processes', () => ({ flags: host, command: busybox('sh', 'clean.sh') })],
    [
      'has the engine’s socket',
      () => ({ flags: ['--volume', `${engine.host.replace('unix://', '')}:/var/run/docker.sock:ro`] }),
    ],
  ])(
    'and %s may be restarted',
    async (_, make) => {
      expect(await containerVerdict(engine, make)).toBeNull();
    },
    120_000,
  );

  it('has an image of which the guard reads command and history', () => {
    const named = (image: string) =>
      `/usr/bin/docker run --rm -v /a:/b --name web ${engine.prefix}-${image} x`;
    const ask = ['app', 'cmd', 'copy', 'none'].map((image) => `images_of '${named(image)}' ''`).join('\n');
    const printed = execFileSync('sh', {
      input: `${guardProgram}LC_ALL=C by= given= derived=\nset -f\n${ask}\n`,
      encoding: 'utf8',
      env: { ...process.env, DOCKER_HOST: engine.host },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const rows = printed.trimEnd().split('\n');
    expect(rows.map((row) => row.replace(/^image \S+-(\w+)(?: [\da-f]{64})?/, '$1'))).toEqual([
      'app',
      'cmd names trading',
      'copy names trading',
      'none unread',
    ]);
  });
});
