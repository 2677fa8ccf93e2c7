import { describe, expect, it } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import { findingOf } from '../support/comparison/scene.ts';
import { session, site, unit } from '../support/comparison/site-scene.ts';
import type { Row } from '../support/comparison/site-scene.ts';

// A shell script of a service's name may be the service, start it, or deploy it.
describe('a script that bears the name of a service', () => {
  it.each<[what: string, rows: Row[], extra: number]>([
    [
      'by the script that the unit runs',
      [
        [11, 1, '/bin/sh /srv/site/site.sh', unit('site')],
        [12, 1, 'sh /srv/site/site.sh', session],
      ],
      12,
    ],
    [
      'by a script of its name that starts its program',
      [
        [11, 1, 'python3 /srv/site/site.py', unit('site')],
        [12, 1, 'bash /root/site.sh', session],
        [13, 12, 'python3 /srv/site/site.py', session],
      ],
      12,
    ],
    [
      'of what the unit starts by a script',
      [
        [11, 1, '/bin/sh /srv/site/site.sh', unit('site')],
        [12, 11, 'python3 /srv/site/site.py', unit('site')],
        [13, 1, 'python3 /srv/site/site.py', session],
      ],
      13,
    ],
  ])('is a second copy: %s', (_what, rows, extra) => {
    const trees = [
      expect.objectContaining({ extra: false }),
      expect.objectContaining({ pid: extra, extra: true }),
    ];
    expect(findingOf(site(rows), 'duplicate_process').evidence).toMatchObject({ trees });
  });

  it.each<[what: string, rows: Row[]]>([
    [
      'a shell script of its name, which starts nothing of it',
      [
        [11, 1, 'python3 /srv/site/site.py', unit('site')],
        [12, 1, 'bash /root/site.sh deploy', session],
      ],
    ],
    [
      'a shell script of its name beside one by hand',
      [
        [11, 1, 'python3 /srv/site/site.py', session],
        [12, 1, 'bash /root/site.sh deploy', session],
      ],
    ],
    [
      'where nothing but the script runs, which is the service then',
      [[11, 1, 'bash /srv/site/site.sh', session]],
    ],
  ])('is none: %s', (_what, rows) => {
    const { findings, services } = compare(site(rows));
    expect(findings.map(({ type }) => type)).not.toContain('duplicate_process');
    expect(services).toMatchObject([{ instances: 1 }]);
  });
});
