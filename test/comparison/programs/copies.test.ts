import { describe, expect, it } from 'vitest';
import type { Service } from '../../../src/inventory/manifest.ts';
import { seen } from '../../../src/facts/observation.ts';
import { compare } from '../../support/comparison/compare.ts';
import { findingOf } from '../../support/comparison/scene.ts';
import { session, site, unit } from '../../support/comparison/site-scene.ts';
import type { Row } from '../../support/comparison/site-scene.ts';
import { anEndpoint } from '../../support/facts/observed.ts';

const trading = { kind: 'trading', singleton: 'machine' } as const;
const docker = `/system.slice/docker-${'ab'.repeat(32)}.scope`;
const shim = '/usr/bin/containerd-shim-runc-v2 -namespace moby';
const app = '/srv/app';

// Process trees of real programs, as bug reports show them.
describe('a second copy of a real program', () => {
  it.each<[what: string, rows: Row[], extra: number, over?: Partial<Service>]>([
    [
      'by docker exec',
      [
        [2, 1, shim, unit('containerd')],
        [11, 2, 'python3 /app/site/main.py --live', docker],
        [12, 2, 'python3 /app/site/main.py --live', docker],
      ],
      12,
    ],
    [
      'by a shell in its container, with other arguments, of what trades',
      [
        [2, 1, shim, unit('containerd')],
        [11, 2, 'python3 /app/site/main.py --live', docker],
        [13, 2, 'bash', docker],
        [12, 13, 'python3 /app/site/main.py --live --debug', docker],
      ],
      12,
      trading,
    ],
    [
      'beside a shell that waits for the program',
      [
        [10, 1, '/bin/sh -c cd /srv/app && node server.js', unit('site'), app],
        [11, 10, 'node server.js', unit('site'), app],
        [12, 1, 'node server.js', session, app],
      ],
      12,
    ],
    [
      'beside npm',
      [
        [9, 1, 'npm start', unit('site'), app],
        [10, 9, 'sh -c node server.js', unit('site'), app],
        [11, 10, 'node server.js', unit('site'), app],
        [12, 1, 'node server.js', session, app],
      ],
      12,
    ],
    [
      'that is the old worker of a web server, although it is the elder',
      [
        [12, 1, 'site: worker process is shutting down'],
        [10, 1, 'site: master process /usr/sbin/site'],
        [11, 10, 'site: worker process'],
      ],
      12,
    ],
    [
      'that finishes its jobs after a deployment',
      [
        [12, 1, 'sidekiq 6.5.8 site [1 of 10 busy] stopping'],
        [11, 1, 'sidekiq 6.5.8 site [0 of 10 busy]'],
      ],
      12,
    ],
    [
      'of a trading terminal under wine',
      [
        [11, 1, 'C:\\Program Files\\Site 5\\terminal64.exe /portable', session],
        [12, 1, 'C:\\Program Files\\Site 5\\terminal64.exe /portable', session],
      ],
      12,
      { process: 'terminal64.exe' },
    ],
    [
      'in an emulator',
      [
        [11, 1, '/usr/bin/qemu-x86_64 /srv/site/run --live', session],
        [12, 1, '/usr/bin/qemu-x86_64-static -cpu max /srv/site/run --live', session],
      ],
      12,
    ],
    [
      'that is a worker which nobody collected, under a title with its status',
      [
        [10, 1, '/usr/bin/python3 /usr/local/bin/airflow webserver'],
        [11, 10, 'gunicorn: master [site]'],
        [13, 11, '[ready] gunicorn: worker [site]'],
        [12, 1, '[ready] gunicorn: worker [site]'],
      ],
      12,
    ],
  ])('%s', (_what, rows, extra, over) => {
    const trees = findingOf(site(rows, over), 'duplicate_process').evidence['trees'];
    expect(trees).toMatchObject([{ extra: false }, { pid: extra, extra: true }]);
  });

  it('is the one that does not listen, though it is the elder', () => {
    const rows: Row[] = [
      [11, 1, 'node /srv/site/server.js', session],
      [12, 1, 'node /srv/site/server.js', session],
    ];
    const situation = site(rows, { endpoints: [anEndpoint()] });
    const [machine] = Object.values(situation.observations.machines);
    if (machine) machine.facts.listeners = seen([{ address: '*', port: 8002, pid: 12, process: 'node' }]);
    expect(findingOf(situation, 'duplicate_process').evidence['trees']).toMatchObject([
      { pid: 12, extra: false, named_by: 'its port' },
      { pid: 11, extra: true, reason: 'not the one that listens on its port' },
    ]);
  });

  it('of a job is told from what its script runs', () => {
    const rows: Row[] = [
      [10, 1, '/bin/bash /Users/knox/trade/run.sh', unit('site')],
      [11, 10, 'Python /Users/knox/trade/main.py --live', unit('site')],
      [12, 1, 'Python /Users/knox/trade/main.py --live', session],
      [13, 10, 'sleep 60', unit('site')],
    ];
    expect(compare(site(rows)).findings.map(({ type }) => type)).not.toContain('duplicate_process');
    expect(findingOf(site(rows.slice(0, 3)), 'duplicate_process').evidence['trees']).toMatchObject([
      { pid: 10, extra: false },
      { pid: 12, extra: true },
    ]);
  });
});
