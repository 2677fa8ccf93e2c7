import { describe, expect, it } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import { session, site, unit } from '../support/comparison/site-scene.ts';
import type { Row } from '../support/comparison/site-scene.ts';

describe('what only looks like a second copy', () => {
  it.each<[what: string, rows: Row[]]>([
    [
      'the same words in another folder',
      [
        [11, 1, '/usr/bin/node server.js', unit('site'), '/srv/app'],
        [12, 1, 'node server.js', session, '/srv/other'],
      ],
    ],
    [
      'a common script with other words, whose folder was not seen',
      [
        [11, 1, '/usr/bin/node server.js 8091', unit('site')],
        [12, 1, 'node server.js 8094', session],
      ],
    ],
    [
      'another script of its folder',
      [
        [11, 1, '/usr/bin/node server.js', unit('site'), '/srv/app'],
        [12, 1, 'node migrate.js', session, '/srv/app'],
      ],
    ],
    [
      'another part of its script',
      [
        [11, 1, 'python3 manage.py runserver', unit('site'), '/srv/app'],
        [12, 1, 'python3 manage.py migrate', session, '/srv/app'],
      ],
    ],
    [
      'a program of the system with other words',
      [
        [11, 1, '/usr/bin/redis-server *:6379', unit('site'), '/var/lib/redis'],
        [12, 1, 'redis-server *:6380', session, '/home/knox'],
      ],
    ],
    [
      'the same in a container',
      [
        [11, 1, '/usr/bin/memcached -m 64', unit('site'), '/'],
        [12, 1, '/usr/bin/memcached -m 64', `/system.slice/docker-${'ab'.repeat(32)}.scope`, '/'],
      ],
    ],
  ])('is none: %s', (_what, rows) => {
    const { findings, gaps } = compare(site(rows));
    expect(findings.map(({ type }) => type)).not.toContain('duplicate_process');
    expect(gaps.map(({ detail }) => detail).join()).not.toContain('cannot be counted');
  });
});
