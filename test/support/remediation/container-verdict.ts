import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testFolder } from '../machines/folder.ts';
import { wished } from './guard-verdict.ts';

export const busybox = (...words: string[]) => ['/bin/busybox', ...words];

export type Made = {
  flags?: string[];
  command?: string[];
  bot?: { flags?: string[]; command?: string[] };
  trading?: object;
};
/** Who runs the containers: its client, and what a shell needs to reach it. */
export type Engine = {
  prefix: string;
  docker(...args: string[]): Promise<string>;
  client?: 'docker' | 'podman';
  host?: string;
  path?: string;
};
export type Place = { folder: string; bot: string; volume: string };
let made = 0;

/** Why the guard leaves a stopped container alone, or null; the trading service is `teller`, whose checkout is FOLDER/alpha. */
export async function containerVerdict(engine: Engine, make: (place: Place) => Made): Promise<string | null> {
  const [name, folder] = [`${engine.prefix}-web${(made += 1)}`, await testFolder()];
  const bot = `${name}-teller`;
  mkdirSync(join(folder, 'alpha', 'conf'), { recursive: true });
  writeFileSync(join(folder, 'alpha', 'run'), 'sleep 600\n');
  mkdirSync(join(folder, 'mine'));
  symlinkSync(join(folder, 'mine'), join(folder, 'way'));
  const docker = (...args: string[]) => engine.docker(...args);
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
  // A pod has one network for all.
  const apart = (own: string[]) => (/--(?:network|pod)/.test(own.join(' ')) ? [] : ['--network', 'none']);
  const alone = apart(flags);
  const theirs = other?.flags ?? [];
  await docker(
    'create',
    ...apart(theirs),
    '--name',
    bot,
    ...theirs,
    `${engine.prefix}-app`,
    ...(other?.command ?? busybox('sleep', '999')),
  );
  await docker('create', ...alone, '--name', name, ...flags, `${engine.prefix}-app`, ...command);
  const { look, why } = wished({
    action: 'restart-container',
    argv: [engine.client ?? 'docker', 'restart', name],
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
  const reached = engine.host === undefined ? {} : { DOCKER_HOST: engine.host };
  const env = { ...process.env, ...reached, PATH: `${engine.path ?? ''}${process.env['PATH'] ?? ''}` };
  try {
    return why(execFileSync('sh', { input: look, encoding: 'utf8', env, stdio: ['pipe', 'pipe', 'ignore'] }));
  } finally {
    for (const each of [name, bot]) await docker('rm', '--force', '--volumes', each);
  }
}
