import { describe, expect, it } from 'vitest';
import type { Survey } from '../../../src/discover/survey/survey.ts';
import { seen, unseen } from '../../../src/facts/observation.ts';
import { drafted, machine } from '../../support/discover/by-hand-scene.ts';
import type { Scene } from '../../support/discover/by-hand-scene.ts';
import { draftFrom } from '../../support/discover/draft-scene.ts';

describe('`process`', () => {
  const gunicorn = (module: string) => `/usr/bin/python3 /usr/bin/gunicorn ${module} -b 127.0.0.1:80`;

  it('is the whole command line of a server, which other applications have too, and never its program alone', () => {
    const entries = drafted({
      rows: [
        [10, gunicorn('wsgi:app')],
        [11, gunicorn('wsgi:app'), { ppid: 10 }],
        [20, gunicorn('other:app')],
      ],
      folders: [
        [10, '/srv/shop'],
        [20, '/srv/dash'],
      ],
      ports: [
        [8000, 10],
        [8001, 20],
      ],
    });
    const patterns = entries.map((entry) => entry['process']);
    expect(patterns).toHaveLength(2);
    expect(patterns.filter((pattern) => typeof pattern === 'string' && !pattern.includes(':app'))).toEqual(
      [],
    );
  });

  it('finds what was started from a checkout by a name that says nothing, and `instances` misses it', () => {
    const scene: Scene = {
      rows: [[10, 'node server.js']],
      folders: [[10, '/srv/shop']],
      ports: [[8000, 10]],
    };
    expect(drafted(scene)).toMatchObject([{ name: 'shop', checkout: '/srv/shop', instances: 1 }]);
    const twice = draftFrom(
      machine({
        rows: [...scene.rows, [11, 'node server.js']],
        folders: [
          [10, '/srv/shop'],
          [11, '/srv/shop'],
        ],
        ports: [[8000, 10]],
      }),
    );
    expect(twice.services[0]?.above.join('\n')).toMatch(/2 instances look like it now/);
  });
});

describe('what was not read', () => {
  const base: Scene = { rows: [[10, 'python3 /srv/shop/bot3.py']], folders: [[10, '/srv/shop']] };
  it.each([
    [
      'the health section',
      { health: unseen('timeout', 'late') },
      [[8000, 10]],
      /the health pages could not be read \(late\)/,
    ],
    ['a port', { unasked: [8000] }, [[8000, 10]], /port 8000 did not answer in time: run discover again/],
    [
      'who listens',
      { listeners: unseen('malformed', 'no tool') },
      [],
      /who listens could not be seen \(no tool\)/,
    ],
    [
      "another user's sockets",
      { listeners: seen([{ address: '*', port: 80, pid: null, process: null }]) },
      [],
      /whether it listens, the SSH user may not see/,
    ],
    ['nothing', {}, [], /none of its processes was seen listening/],
  ] as [string, Partial<Survey>, [number, number][], RegExp][])(
    'is said as that: %s',
    (_what, over, ports, told) => {
      expect(draftFrom(machine({ ...base, ports, over })).services[0]?.below.join('\n')).toMatch(told);
    },
  );
});
