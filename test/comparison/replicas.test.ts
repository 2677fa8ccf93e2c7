import { describe, expect, it } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import { typesIn } from '../support/comparison/scene.ts';
import { celery, god, gunicorn, init, site, unit } from '../support/comparison/site-scene.ts';
import type { Row } from '../support/comparison/site-scene.ts';

describe('an instance', () => {
  it('is told as the number of replicas', () => {
    const rows: Row[] = [
      [9, 1, god],
      [11, 9, 'node /srv/site/server.js'],
      [12, 9, 'node /srv/site/server.js'],
    ];
    expect(compare(site(rows)).services).toMatchObject([{ instances: 2 }]);
    expect(typesIn(site(rows, { instances: 2 }))).toEqual(['health_missing']);
    expect(typesIn(site(rows, { instances: 3 }))).toContain('process_missing');
    expect(typesIn(site(rows, { instances: 1 }))).toContain('duplicate_process');
  });

  it('stays two where two services share a supervisor, whatever the first process is', () => {
    for (const first of [
      '/init',
      '/run/current-system/systemd/lib/systemd/systemd',
      '/srv/site/venv/bin/python3 /srv/site/venv/bin/supervisord',
    ]) {
      const situation = site(
        [
          [11, 1, 'node /srv/site/server.js'],
          [12, 1, 'node /srv/blog/server.js'],
        ],
        {},
        [{ name: 'blog' }],
      );
      const table = situation.observations.machines['knox-mac-mini']!.facts.processes;
      if (table?.ok) table.value.processes[0] = { ...init, command: first };
      expect(compare(situation).services).toMatchObject([
        { name: 'site', pid: 11, instances: 1 },
        { name: 'blog', pid: 12, instances: 1 },
      ]);
    }
  });

  it('leaves other instances of a template alone where the manifest names one', () => {
    const rows: Row[] = [
      [11, 1, 'python3 /srv/site/worker.py 1', unit('site@1')],
      [12, 1, 'python3 /srv/site/worker.py 2', unit('site@2')],
    ];
    expect(compare(site(rows, { systemd_unit: 'site@1' })).services).toMatchObject([
      { pid: 11, instances: 1 },
    ]);
    expect(typesIn(site(rows, { systemd_unit: 'site@1' }))).not.toContain('duplicate_process');
  });

  it('gives a process to the service whose unit it is of', () => {
    const situation = site(
      [
        [11, 1, gunicorn, unit('site')],
        [13, 1, `${celery} worker`, unit('site-worker')],
      ],
      {},
      [{ name: 'site-worker' }],
    );
    expect(compare(situation).services).toMatchObject([
      { pid: 11, instances: 1 },
      { pid: 13, instances: 1 },
    ]);
  });
});
