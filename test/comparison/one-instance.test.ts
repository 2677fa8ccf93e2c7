import { describe, expect, it } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import type { Service } from '../../src/inventory/manifest.ts';
import { celery, god, gunicorn, session, site, supervisord, unit } from '../support/comparison/site-scene.ts';
import type { Row } from '../support/comparison/site-scene.ts';

describe('one instance, and not two', () => {
  it.each<[what: string, rows: Row[], over?: Partial<Service>]>([
    [
      'a start.sh that runs two programs in one unit',
      [
        [10, 1, '/bin/sh /srv/site/start.sh', unit('site')],
        [11, 10, 'python3 /srv/site/web.py', unit('site')],
        [12, 10, 'python3 /srv/site/worker.py', unit('site')],
      ],
    ],
    [
      'the same in a unit of another name',
      [
        [10, 1, '/bin/sh -c /srv/site/start.sh', unit('web-stack')],
        [11, 10, 'python3 /srv/site/web.py', unit('web-stack')],
        [12, 10, 'python3 /srv/site/web.py', unit('web-stack')],
      ],
    ],
    [
      'the unit that the manifest names, whose processes have let go of each other',
      [
        [11, 1, 'node /srv/site/server.js', unit('x')],
        [12, 1, 'node /srv/site/server.js', unit('x')],
      ],
      { systemd_unit: 'x' },
    ],
    [
      'a server, a worker and a clock of one virtual environment',
      [
        [11, 1, gunicorn, unit('site')],
        [12, 11, gunicorn, unit('site')],
        [13, 1, `${celery} worker -l info`, unit('site-worker')],
        [14, 13, `${celery} worker -l info`, unit('site-worker')],
        [15, 1, `${celery} beat`, unit('site-beat')],
      ],
    ],
    [
      'the same without control groups',
      [
        [11, 1, gunicorn],
        [12, 11, gunicorn],
        [13, 1, `${celery} worker -l info`],
        [15, 1, `${celery} beat`],
      ],
    ],
    [
      'two programs of one folder under supervisord',
      [
        [9, 1, supervisord, unit('supervisor')],
        [11, 9, 'python3 /srv/site/web.py', unit('supervisor')],
        [12, 9, 'python3 /srv/site/worker.py', unit('supervisor')],
      ],
    ],
    [
      'two programs of one folder, and a supervisord from its virtual environment',
      [
        [9, 1, '/srv/site/venv/bin/python3 /srv/site/venv/bin/supervisord -c /srv/site/s.conf'],
        [11, 9, 'python3 /srv/site/web.py'],
        [12, 9, 'python3 /srv/site/worker.py'],
      ],
    ],
    [
      'a job of cron in its folder',
      [
        [8, 1, '/usr/sbin/cron -f', unit('cron')],
        [9, 8, '/usr/sbin/CRON -f', unit('cron')],
        [10, 9, '/bin/sh -c python3 /srv/site/cleanup.py', unit('cron')],
        [11, 10, 'python3 /srv/site/cleanup.py', unit('cron')],
        [12, 1, 'python3 /srv/site/web.py', unit('web')],
      ],
    ],
    [
      'two of a cluster under pm2',
      [
        [9, 1, god, session],
        [11, 9, 'node /srv/site/server.js', session],
        [12, 9, 'node /srv/site/server.js', session],
      ],
    ],
    [
      'two of one program under supervisord, by a number in its arguments',
      [
        [9, 1, supervisord],
        [11, 9, 'node /srv/site/server.js --port=8000'],
        [12, 9, 'node /srv/site/server.js --port=8001'],
      ],
    ],
    [
      'two of a template',
      [
        [11, 1, 'node /srv/site/server.js', unit('site@1')],
        [12, 1, 'node /srv/site/server.js', unit('site@2')],
      ],
    ],
    [
      'two of a template by another name',
      [
        [11, 1, 'node /srv/site/server.js', unit('web@1')],
        [12, 1, 'node /srv/site/server.js', unit('web@2')],
      ],
    ],
    [
      'a gunicorn of the same command line in the checkout of another',
      [
        [11, 1, '/usr/bin/python3 /usr/bin/gunicorn wsgi:app', unit('site'), '/srv/site'],
        [12, 1, '/usr/bin/python3 /usr/bin/gunicorn wsgi:app', unit('blog'), '/srv/blog'],
      ],
      { process: 'gunicorn wsgi:app' },
    ],
    [
      'another program by hand in its folder',
      [
        [11, 1, 'node /srv/site/server.js', unit('site')],
        [12, 1, 'node /srv/site/migrate.js', session],
      ],
    ],
    [
      'a program that others run in a container',
      [
        [11, 1, '/usr/bin/redis-server *:6379', unit('redis-server')],
        [12, 1, 'redis-server *:6379', `/system.slice/docker-${'ab'.repeat(32)}.scope`],
      ],
      { name: 'redis-server', repo: null },
    ],
    [
      'the first process of the machine, which is the service, with its worker',
      [
        [11, 1, 'node /srv/site/server.js'],
        [12, 11, 'node /srv/site/server.js'],
      ],
    ],
  ])('%s', (_what, rows, over) => {
    const { findings, gaps } = compare(site(rows, over));
    const found = findings.filter(({ category }) => category === 'processes').map(({ summary }) => summary);
    const uncounted = gaps.filter(({ fact }) => fact.startsWith('copies'));
    expect(uncounted).toEqual([]);
    expect(found).toEqual([]);
  });
});
