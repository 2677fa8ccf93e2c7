import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { busybox, containerVerdict } from '../../support/remediation/container-verdict.ts';
import type { Made, Place } from '../../support/remediation/container-verdict.ts';
import { lacksDockerd, startDockerd } from '../../support/servers/dockerd.ts';
import type { Dockerd } from '../../support/servers/dockerd.ts';

describe.skipIf(lacksDockerd())('a stopped container of a real engine', () => {
  let engine: Dockerd;
  beforeAll(async () => {
    engine = await startDockerd();
    const files = {
      'app/start.sh': 'exec /opt/shiva/run\n',
      'bin/entry': '#!/bin/busybox sh\nexec /opt/shiva/run\n',
      'app/clean.sh': 'exec /bin/busybox sleep 600\n',
    };
    const copies = ['busybox /bin/busybox', 'app /app', 'bin /usr/local/bin'];
    const lines = [
      'FROM scratch',
      ...copies.map((each) => `COPY ${each}`),
      'RUN ["/bin/busybox","chmod","755","/usr/local/bin/entry"]',
    ];
    await engine.build(
      `${engine.prefix}-app`,
      [...lines, 'ENV PATH=/usr/local/bin:/bin', 'WORKDIR /app'].join('\n'),
      files,
    );
  });
  afterAll(async () => await engine.stop(), 60_000);

  const verdict = (make: (place: Place) => Made) => containerVerdict(engine, make);

  it.each<[string, (place: Place) => Made]>([
    ['a script in the folder that it works in', () => ({ command: busybox('sh', 'start.sh') })],
    ['a script that is found by PATH', () => ({ command: ['entry'] })],
    [
      'a script below the folder that it works in',
      () => ({ flags: ['--workdir', '/'], command: busybox('sh', '-c', 'exec sh ./app/start.sh') }),
    ],
    ['its health check', () => ({ flags: ['--health-cmd', 'ping shiva'] })],
    ['a name in its hosts', () => ({ flags: ['--add-host', 'shiva:127.0.0.1'] })],
    ['a volume that is the bot’s folder', ({ volume }) => ({ flags: ['--volume', `${volume}:/data`] })],
    [
      'a folder above the bot’s that it may write',
      ({ folder }) => ({ flags: ['--volume', `${folder}:/data`] }),
    ],
    [
      'a program below a folder that it may read',
      ({ folder }) => ({
        flags: ['--volume', `${folder}:/data:ro`],
        command: busybox('sh', '/data/alpha/run'),
      }),
    ],
    [
      'a folder that the bot writes too',
      ({ folder }) => ({
        flags: ['--volume', `${folder}/mine:/data:ro`],
        bot: { flags: ['--volume', `${folder}/mine:/data`] },
      }),
    ],
    [
      'a folder below one that the bot writes, by another way',
      ({ folder }) => ({
        flags: ['--volume', `${folder}/way/:/data`],
        bot: { flags: ['--volume', `${folder}/mine:/data`] },
      }),
    ],
    [
      'a volume that the bot has too',
      ({ bot }) => ({
        flags: ['--volume', `${bot}-shared:/data`],
        bot: { flags: ['--volume', `${bot}-shared:/data`] },
      }),
    ],
    [
      'the bot’s own program and image',
      () => ({ command: busybox('sleep', '777'), bot: { command: busybox('sleep', '777') } }),
    ],
    [
      'the bot’s own program, in a folder that both have',
      ({ folder }) => ({
        flags: ['--volume', `${folder}/mine:/app:ro`],
        command: busybox('sleep', '776'),
        bot: { flags: ['--volume', `${folder}/mine:/app:ro`], command: busybox('sleep', '776') },
      }),
    ],
    [
      'a package.json in the folder that it works in',
      ({ folder }) => {
        writeFileSync(join(folder, 'mine', 'package.json'), '{"scripts":{"start":"shiva"}}');
        return { flags: ['--volume', `${folder}/mine:/app`], command: busybox('sleep', '600') };
      },
    ],
    [
      'orders in a mounted folder that it works in',
      ({ folder }) => {
        writeFileSync(join(folder, 'mine', 'tasks.yml'), `run: ${folder}/alpha/run\n`);
        return { flags: ['--volume', `${folder}/mine:/app`], command: busybox('sleep', '600') };
      },
    ],
    [
      'a variable in another script',
      () => ({ flags: ['--env', 'RUN=shiv\u0430'], command: busybox('sh', '-c', 'exec $RUN') }),
    ],
    [
      'a script after very many words',
      () => ({
        command: busybox('sh', ...Array.from({ length: 70 }, (_, index) => `w${index}x`), 'start.sh'),
      }),
    ],
  ])(
    'that would reach a trading bot by %s is left alone',
    async (_, make) => {
      expect(await verdict(make)).toEqual(expect.any(String));
    },
    120_000,
  );

  it.each<[string, (place: Place) => Made]>([
    ['nothing', () => ({})],
    ['a script of its own', () => ({ command: busybox('sh', 'clean.sh') })],
    ['a folder of its own', ({ folder }) => ({ flags: ['--volume', `${folder}/mine:/data`] })],
    ['the whole machine to read', ({ folder }) => ({ flags: ['--volume', `${folder}:/host:ro`] })],
    [
      'the bot’s image and command, and code of its own',
      ({ folder }) => ({
        flags: ['--volume', `${folder}/mine:/app`],
        command: busybox('sleep', '778'),
        bot: { flags: ['--volume', `${folder}/alpha:/app`], command: busybox('sleep', '778') },
      }),
    ],
    [
      'the socket of the engine and the time of the machine',
      () => ({
        flags: ['--volume', '/etc/localtime:/etc/localtime:ro', '--env', 'TZ=UTC', '--restart', 'always'],
      }),
    ],
    [
      'a file that both only read',
      ({ folder }) => ({
        flags: ['--volume', `${folder}/mine:/etc/x:ro`],
        bot: { flags: ['--volume', `${folder}/mine:/etc/x:ro`] },
      }),
    ],
  ])(
    'that has %s may be restarted',
    async (_, make) => {
      expect(await verdict(make)).toBeNull();
    },
    120_000,
  );
});
