import { describe, expect, it } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import type { Service } from '../../src/inventory/manifest.ts';
import { findingOf } from '../support/comparison/scene.ts';
import { god, session, site, unit } from '../support/comparison/site-scene.ts';
import type { Row } from '../support/comparison/site-scene.ts';

describe('a second copy', () => {
  it.each<[what: string, rows: Row[], extra: number, over?: Partial<Service>]>([
    [
      'by hand beside the unit, though it is the elder',
      [
        [12, 1, 'node /srv/site/server.js', session],
        [11, 1, 'node /srv/site/server.js', unit('site')],
      ],
      12,
    ],
    [
      'by hand in its folder',
      [
        [12, 1, 'node server.js', session, '/srv/site'],
        [11, 1, '/usr/bin/node /srv/site/server.js', unit('web')],
      ],
      12,
    ],
    [
      'by hand beside two of a template',
      [
        [12, 1, 'node /srv/site/server.js', session],
        [11, 1, 'node /srv/site/server.js', unit('site@1')],
        [13, 1, 'node /srv/site/server.js', unit('site@2')],
      ],
      12,
    ],
    [
      'by hand beside what pm2 keeps',
      [
        [12, 1, 'node /srv/site/server.js', session],
        [9, 1, god, session],
        [11, 9, 'node /srv/site/server.js', session],
      ],
      12,
    ],
    [
      'of an old release',
      [
        [12, 1, 'node /srv/site/releases/6/server.js'],
        [11, 1, 'node /srv/site/releases/7/server.js', unit('site')],
      ],
      12,
    ],
    [
      'by the script of its unit, from another folder and by another shell',
      [
        [12, 1, 'bash /srv/site/run.sh --live', session, '/root'],
        [11, 1, '/bin/sh /srv/site/run.sh --live', unit('site'), '/'],
      ],
      12,
    ],
    [
      'by a script of its unit that bears no name of its own',
      [
        [12, 1, 'node /srv/app/main.js', session, '/root'],
        [11, 1, '/usr/bin/node --enable-source-maps /srv/app/main.js', unit('site'), '/'],
      ],
      12,
    ],
    [
      'by the very line of a unit that bears no name of its own',
      [
        [12, 1, 'node server.js', session, '/srv/app'],
        [11, 1, 'node server.js', unit('site'), '/srv/app'],
        [13, 1, 'node server.js', unit('other'), '/srv/other'],
      ],
      12,
    ],
    [
      'by the same program and words of such a unit, found on the PATH',
      [
        [12, 1, 'node server.js', session, '/srv/app'],
        [11, 1, '/usr/bin/node server.js', unit('site'), '/srv/app'],
      ],
      12,
    ],
    [
      'by the script of such a unit, under its whole path',
      [
        [12, 1, 'node /srv/app/server.js', session, '/root'],
        [11, 1, '/usr/bin/node server.js', unit('site'), '/srv/app'],
      ],
      12,
    ],
    [
      'by the script of such a unit, under the link to its release',
      [
        [12, 1, 'node /srv/app/current/server.js', session, '/root'],
        [11, 1, '/usr/bin/node server.js', unit('site'), '/srv/app/releases/7'],
      ],
      12,
    ],
    [
      'in a second unit',
      [
        [11, 1, 'node /srv/site/server.js', unit('site')],
        [12, 1, 'node /srv/site/server.js', unit('site-old')],
      ],
      12,
    ],
    [
      'twice by one shell',
      [
        [9, 1, '-bash', session],
        [11, 9, 'node /srv/site/server.js', session],
        [12, 9, 'node /srv/site/server.js', session],
      ],
      12,
    ],
    [
      'of a job of cron that overlaps',
      [
        [8, 1, '/usr/sbin/cron -f', unit('cron')],
        [9, 8, '/usr/sbin/CRON -f', unit('cron')],
        [10, 8, '/usr/sbin/CRON -f', unit('cron')],
        [11, 9, 'node /srv/site/server.js', unit('cron')],
        [12, 10, 'node /srv/site/server.js', unit('cron')],
      ],
      12,
    ],
  ])('%s', (_what, rows, extra, over) => {
    const { evidence, severity } = findingOf(site(rows, over), 'duplicate_process');
    expect(severity).toBe('CRITICAL');
    const trees = evidence['trees'] as { pid: number; extra: boolean }[];
    expect(trees.filter((tree) => tree.extra).map(({ pid }) => pid)).toEqual([extra]);
  });
});

describe('what cannot be told', () => {
  it.each<[what: string, rows: Row[], over: Partial<Service>]>([
    [
      'the same command line in a folder that nobody may see',
      [
        [10, 1, 'sleep 1', null, '/'],
        [11, 1, 'gunicorn wsgi:app', unit('a')],
        [12, 1, 'gunicorn wsgi:app', unit('b')],
      ],
      { process: 'gunicorn wsgi:app' },
    ],
    [
      'two units whose arguments differ',
      [
        [11, 1, 'node /srv/site/server.js --port 1', unit('a')],
        [12, 1, 'node /srv/site/server.js --port 2', unit('b')],
      ],
      {},
    ],
    [
      'the same words by hand, of folders that nobody may see, beside a unit that bears no name of its own',
      [
        [11, 1, '/usr/bin/node server.js', unit('site')],
        [12, 1, 'node server.js', session],
      ],
      {},
    ],
    [
      'the script of such a unit by hand, with another option',
      [
        [11, 1, '/usr/bin/node server.js', unit('site'), '/srv/app'],
        [12, 1, 'node server.js --dry-run', session, '/srv/app'],
      ],
      {},
    ],
  ])('%s: the copies cannot be counted', (_what, rows, over) => {
    const { findings, gaps, services } = compare(site(rows, over));
    expect(findings.map(({ type }) => type)).not.toContain('duplicate_process');
    expect(gaps.map(({ detail }) => detail).join()).toContain('they cannot be counted: pid 12 (');
    expect(services).toMatchObject([{ instances: null }]);
  });
});
