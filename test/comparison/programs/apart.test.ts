import { describe, expect, it } from 'vitest';
import type { Service } from '../../../src/inventory/manifest.ts';
import { seen } from '../../../src/facts/observation.ts';
import { compare } from '../../support/comparison/compare.ts';
import { session, site, unit } from '../../support/comparison/site-scene.ts';
import type { Row } from '../../support/comparison/site-scene.ts';

const docker = `/system.slice/docker-${'ab'.repeat(32)}.scope`;
const trading = { kind: 'trading', singleton: 'machine' } as const;
const venv = '/srv/site/venv/bin/python3';

function said(rows: Row[], over?: Partial<Service>): { types: string[]; uncounted: string[] } {
  const { findings, gaps } = compare(site(rows, over));
  return {
    types: findings.filter(({ category }) => category === 'processes').map(({ type }) => type),
    uncounted: gaps.flatMap(({ fact, detail }) => (fact.startsWith('copies') ? [detail] : [])),
  };
}

describe('what is no second copy of a real program', () => {
  it.each<[what: string, rows: Row[], over?: Partial<Service>]>([
    [
      'a sentinel, which is the same program',
      [
        [11, 1, '/usr/bin/redis-server 127.0.0.1:6379'],
        [12, 1, '/usr/bin/redis-server *:26379 [sentinel]'],
      ],
      { name: 'redis-server', repo: null },
    ],
    [
      'a migration and a health check in its container',
      [
        [2, 1, '/usr/bin/containerd-shim-runc-v2'],
        [11, 2, 'python3 /srv/site/manage.py runserver', docker],
        [12, 2, 'python3 /srv/site/manage.py migrate', docker],
        [13, 2, 'python3 /srv/site/check.py', docker],
      ],
    ],
    [
      'the same program in its container with other arguments, of what does not trade',
      [
        [2, 1, '/usr/bin/containerd-shim-runc-v2'],
        [11, 2, '/srv/site/beam.smp -- -root /srv/site -noshell', docker],
        [12, 2, '/srv/site/beam.smp -- -root /srv/site -escript main', docker],
      ],
    ],
    [
      'two that foreman runs',
      [
        [9, 1, 'foreman: master', session],
        [11, 9, 'node /srv/site/server.js', session],
        [12, 9, 'node /srv/site/server.js', session],
      ],
    ],
    [
      'a test in the terminal of an editor that is a unit',
      [
        [11, 1, 'python3 /srv/site/main.py', unit('site')],
        [20, 1, '/usr/share/code/code', unit('app-code@1a2b')],
        [21, 20, '/usr/bin/bash', unit('app-code@1a2b'), '/srv/site'],
        [12, 21, `${venv} -m pytest`, unit('app-code@1a2b'), '/srv/site'],
      ],
      trading,
    ],
    [
      'a notebook and a backup in its folder',
      [
        [11, 1, 'python3 /srv/site/main.py', unit('site')],
        [20, 1, '/usr/bin/python3 /usr/local/bin/jupyterhub', unit('jupyterhub')],
        [12, 20, `${venv} -m ipykernel_launcher -f k.json`, unit('jupyterhub'), '/srv/site'],
        [13, 1, '/usr/bin/restic backup .', unit('backup'), '/srv/site'],
      ],
      trading,
    ],
  ])('%s', (_what, rows, over) => {
    expect(said(rows, over)).toEqual({ types: [], uncounted: [] });
  });
});

describe('copies that cannot be told from another use of the program', () => {
  it.each<[what: string, rows: Row[], over?: Partial<Service>]>([
    [
      'on another port',
      [
        [11, 1, '/opt/homebrew/bin/redis-server 127.0.0.1:6379'],
        [12, 1, '/opt/homebrew/bin/redis-server 127.0.0.1:6380'],
      ],
      { name: 'redis-server', repo: null },
    ],
    [
      'another node of one application',
      [
        [11, 1, `${venv} -m celery -A site worker -n w1@box`],
        [12, 1, `${venv} -m celery -A site worker -n w2@box`],
      ],
    ],
    [
      'what a reload left, with the pid of its forerunner',
      [
        [11, 1, '/usr/sbin/site -f /etc/site.cfg -D -sf 1262'],
        [12, 1, '/usr/sbin/site -f /etc/site.cfg -D -sf 11'],
      ],
    ],
    [
      'the renamed worker of a server that has ended',
      [
        [10, 1, 'node /srv/site/node_modules/.bin/next start', unit('site'), '/srv/site'],
        [11, 10, 'next-server (v14.0.4)', unit('site'), '/srv/site'],
        [12, 1, 'next-server (v14.0.4)', session, '/srv/site'],
      ],
    ],
    [
      'what trades, in a debugger',
      [
        [11, 1, 'python3 /srv/site/main.py', unit('site')],
        [12, 1, 'python3 -m pdb /srv/site/main.py', session],
        [13, 12, 'python3 -m pdb /srv/site/main.py', session],
      ],
      trading,
    ],
    [
      'a worker whose parent has ended',
      [
        [11, 1, `${venv} /srv/site/main.py`, session],
        [12, 1, `${venv} -c from multiprocessing.spawn import spawn_main; spawn_main(3)`, session],
      ],
    ],
  ])('%s', (_what, rows, over) => {
    const { types, uncounted } = said(rows, over);
    expect(types).toEqual([]);
    expect(uncounted.join()).toContain('cannot be counted: pid 12 (');
  });

  it('are named by the lockfile too, which is right then', () => {
    const rows: Row[] = [
      [11, 1, '/usr/sbin/site -f /etc/site.cfg -D -sf 1262'],
      [12, 1, '/usr/sbin/site -f /etc/site.cfg -D -sf 11'],
    ];
    const situation = site(rows, { lockfile: '/run/site.pid' });
    const [machine] = Object.values(situation.observations.machines);
    const lock = { state: 'held' as const, pid: 12, alive: true, age_seconds: 60 };
    if (machine) machine.facts.lockfiles = seen({ site: seen(lock) });
    const { findings } = compare(situation);
    expect(findings.map(({ type }) => type)).not.toContain('lockfile_mismatch');
    expect(findings.find(({ type }) => type === 'orphan_process')?.evidence).toMatchObject({
      named_pid: 12,
      orphans: [{ pid: 11 }],
    });
  });

  it('are copies where the service trades, or the manifest says how many run', () => {
    const rows: Row[] = [
      [11, 1, 'python3 /srv/site/main.py -c a.json'],
      [12, 1, 'python3 /srv/site/main.py -c b.json'],
    ];
    for (const over of [trading, { instances: 1 }])
      expect(said(rows, over).types).toEqual(['duplicate_process']);
  });
});
