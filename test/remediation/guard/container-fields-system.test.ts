import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testFolder } from '../../support/machines/folder.ts';
import { wished } from '../../support/remediation/guard-verdict.ts';
import { lacksDockerd, startDockerd } from '../../support/servers/dockerd.ts';
import type { Dockerd } from '../../support/servers/dockerd.ts';

const busybox = (...words: string[]) => ['/bin/busybox', ...words];

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
  }, 120_000);
  afterAll(async () => await engine.stop(), 60_000);

  type Made = {
    flags?: string[];
    command?: string[];
    bot?: { flags?: string[]; command?: string[] };
    trading?: object;
  };
  type Place = { folder: string; bot: string; volume: string };
  let made = 0;
  /** Why the guard leaves it alone, or null; the trading service is `teller`, whose checkout is FOLDER/alpha. */
  async function verdict(make: (place: Place) => Made): Promise<string | null> {
    const [name, folder] = [`${engine.prefix}-web${(made += 1)}`, await testFolder()];
    const bot = `${name}-teller`;
    mkdirSync(join(folder, 'alpha', 'conf'), { recursive: true });
    writeFileSync(join(folder, 'alpha', 'run'), 'sleep 600\n');
    mkdirSync(join(folder, 'mine'));
    symlinkSync(join(folder, 'mine'), join(folder, 'way'));
    const { docker } = engine;
    const place = { folder, bot, volume: `${name}-volume` };
    const { flags = [], command = busybox('sleep', '600'), bot: other, trading = {} } = make(place);
    if (flags.join().includes(place.volume))
      await docker(
        'volume',
        'create',
        '--opt',
        'type=none',
        '--opt',
        'o=bind',
        '--opt',
        `device=${folder}/alpha`,
        place.volume,
      );
    const alone = flags.includes('--network') ? [] : ['--network', 'none'];
    const theirs = other?.flags ?? [];
    await docker(
      'create',
      '--network',
      'none',
      '--name',
      bot,
      ...theirs,
      `${engine.prefix}-app`,
      ...(other?.command ?? busybox('sleep', '999')),
    );
    await docker('create', ...alone, '--name', name, ...flags, `${engine.prefix}-app`, ...command);
    const { look, why } = wished({
      action: 'restart-container',
      argv: ['docker', 'restart', name],
      services: [
        { name: 'quux', docker_service: name },
        {
          name: 'teller',
          kind: 'trading',
          risk_tier: 'CRITICAL',
          docker_service: bot,
          checkout: join(folder, 'alpha'),
          ...trading,
        },
      ],
    });
    const env = { ...process.env, DOCKER_HOST: engine.host };
    try {
      return why(
        execFileSync('sh', { input: look, encoding: 'utf8', env, stdio: ['pipe', 'pipe', 'ignore'] }),
      );
    } finally {
      await docker('rm', '--force', '--volumes', name, bot);
    }
  }

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
