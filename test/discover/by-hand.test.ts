import { describe, expect, it } from 'vitest';
import { entryOf } from '../../src/discover/draft-entry.ts';
import { findServices } from '../../src/discover/find-services.ts';
import { parseStanding } from '../../src/discover/machine-facts.ts';
import type { Standing } from '../../src/discover/machine-facts.ts';
import { seen, unseen } from '../../src/probes/observation.ts';
import type { Process } from '../../src/probes/processes.ts';
import type { Survey } from '../../src/discover/survey.ts';
import { aProcess } from '../observed.ts';
import { aJob, anInit, aStanding, aSurvey } from './builders.ts';
import { draftFrom } from './draft-scene.ts';

type Row = [pid: number, command: string, over?: Partial<Process>];
type Scene = {
  rows: Row[];
  folders?: [number, string][];
  ports?: [number, number][];
  over?: Partial<Survey>;
} & {
  standing?: Partial<Standing>;
};

function machine({ rows, folders = [], ports = [], standing = {}, over = {} }: Scene): Survey {
  const processes = rows.map(([pid, command, more]) => aProcess({ pid, command, ...more }));
  const at = (path: string) => ({ path, origin: null, branch: 'main', default_branch: null });
  return aSurvey({
    processes: seen({ processes: [anInit(), ...processes], own: [900] }),
    standing: seen(aStanding(new Map(folders), standing)),
    listeners: seen(ports.map(([port, pid]) => ({ address: '0.0.0.0', port, pid, process: null }))),
    used: seen({ checkouts: [at('/srv/shop'), at('/srv/dash')], compose: [] }),
    ...over,
  });
}

const drafted = (scene: Scene) => draftFrom(machine(scene)).services.map(entryOf);
const found = (scene: Scene) => findServices(machine(scene)).services.map(({ name, roots }) => [name, roots]);

describe('what runs by hand', () => {
  it('is drafted once where one manager keeps several of it, with their number', () => {
    const scene: Scene = {
      rows: [
        [10, 'PM2 v5.3.0: God Daemon (/home/knox/.pm2)'],
        [11, 'node /srv/shop/server.js', { ppid: 10 }],
        [12, 'node /srv/shop/server.js', { ppid: 10 }],
        [13, 'node /srv/dash/index.js', { ppid: 10 }],
      ],
      folders: [
        [11, '/srv/shop'],
        [12, '/srv/shop'],
        [13, '/srv/dash'],
      ],
      ports: [
        [8000, 11],
        [8001, 13],
      ],
    };
    expect(found(scene)).toEqual([
      ['shop', [11, 12]],
      ['dash', [13]],
    ]);
  });

  it('is not swallowed by a supervisor that was installed into a virtual environment', () => {
    const scene: Scene = {
      rows: [
        [10, '/srv/shop/venv/bin/python3 /srv/shop/venv/bin/supervisord -c /srv/shop/s.conf'],
        [11, '/srv/shop/venv/bin/python3 /srv/shop/one.py', { ppid: 10 }],
        [12, '/srv/shop/venv/bin/python3 /srv/shop/two.py', { ppid: 10 }],
      ],
      folders: [
        [10, '/srv/shop'],
        [11, '/srv/shop'],
        [12, '/srv/shop'],
      ],
      ports: [
        [8000, 11],
        [8001, 12],
      ],
    };
    expect(found(scene)).toEqual([
      ['one', [11]],
      ['two', [12]],
    ]);
  });

  it('is a script with what it starts, and a master with its workers, once', () => {
    const scene: Scene = {
      rows: [
        [10, '/bin/sh /srv/shop/start.sh'],
        [11, 'python3 /srv/shop/api.py', { ppid: 10 }],
        [12, 'python3 /srv/shop/jobs.py', { ppid: 10 }],
      ],
      folders: [
        [10, '/srv/shop'],
        [11, '/srv/shop'],
        [12, '/srv/shop'],
      ],
      ports: [[8000, 11]],
    };
    expect(found(scene)).toEqual([['shop', [10]]]);
  });

  it('is no service where a clock or a login started it and it does not listen', () => {
    const scene: Scene = {
      rows: [
        [5, '/usr/sbin/cron -f'],
        [6, '/usr/sbin/CRON -f', { ppid: 5 }],
        [7, 'python3 /srv/shop/cleanup.py', { ppid: 6 }],
        [20, 'sshd: /usr/sbin/sshd -D'],
        [21, 'sshd: knox@pts/0', { ppid: 20 }],
        [22, '-bash', { ppid: 21 }],
        [23, 'python3 /srv/shop/report.py', { ppid: 22 }],
        [24, 'python3 /srv/dash/serve.py', { ppid: 22 }],
        [25, 'python3 /srv/shop/bot.py'],
        [899, 'sshd: knox@notty', { ppid: 20 }],
        [900, 'sh -s', { ppid: 899 }],
      ],
      folders: [
        [7, '/srv/shop'],
        [23, '/srv/shop'],
        [24, '/srv/dash'],
        [25, '/srv/shop'],
      ],
      ports: [[8000, 24]],
      standing: { units: new Map([5, 6, 7].map((pid) => [pid, 'cron.service'])) },
      over: { jobs: seen([aJob({ name: 'cron.service', vendor: true, pid: 5 })]) },
    };
    const { services, left } = findServices(machine(scene));
    expect(services.map(({ name }) => name)).toEqual(['serve', 'shop']);
    expect(left.join('\n')).toMatch(/cleanup\.py, pid 7 of .*a job that cron\.service has started/);
    expect(left.join('\n')).toMatch(/report\.py, pid 23 of .*runs in a login session/);
  });

  it('is kept by a package of the system, right below its main process', () => {
    const scene: Scene = {
      rows: [
        [5, '/usr/bin/python3 /usr/bin/supervisord -n'],
        [6, 'python3 /srv/shop/bot2.py', { ppid: 5 }],
      ],
      folders: [[6, '/srv/shop']],
      standing: { units: new Map([5, 6].map((pid) => [pid, 'supervisor.service'])) },
      over: { jobs: seen([aJob({ name: 'supervisor.service', vendor: true, pid: 5 })]) },
    };
    expect(found(scene)).toEqual([['bot2', [6]]]);
  });

  it('is each of several that an own unit keeps from several folders', () => {
    const scene: Scene = {
      rows: [
        [10, 'PM2 v5.3.0: God Daemon (/home/knox/.pm2)'],
        [11, 'node /srv/shop/server.js', { ppid: 10 }],
        [13, 'node /srv/dash/index.js', { ppid: 10 }],
      ],
      folders: [
        [11, '/srv/shop'],
        [13, '/srv/dash'],
      ],
      ports: [
        [8000, 11],
        [8001, 13],
      ],
      standing: { units: new Map([10, 11, 13].map((pid) => [pid, 'pm2-knox.service'])) },
      over: {
        jobs: seen([aJob({ name: 'pm2-knox.service', pid: 10, folder: null, program: '/usr/bin/node' })]),
      },
    };
    expect(found(scene)).toEqual([
      ['shop', [11]],
      ['dash', [13]],
    ]);
  });

  it('is not what runs in a container that was not seen', () => {
    const scene: Scene = {
      rows: [[10, 'node /srv/shop/server.js']],
      standing: { contained: new Set([10]) },
      ports: [[8000, 10]],
      over: { containers: unseen('denied', 'no permission') },
    };
    expect(found(scene)).toEqual([]);
  });

  it('is of its unit, by its control group, where the units could not be read', () => {
    const scene: Scene = {
      rows: [
        [10, 'python3 /srv/shop/main.py'],
        [11, 'python3 /srv/shop/main.py', { ppid: 10 }],
      ],
      folders: [[10, '/srv/shop']],
      standing: { units: new Map([10, 11].map((pid) => [pid, 'feeder.service'])) },
      ports: [[8000, 10]],
      over: { jobs: unseen('timeout', 'late') },
    };
    expect(drafted(scene)).toMatchObject([{ name: 'feeder', systemd_unit: 'feeder.service' }]);
  });

  it('keeps the path of a release by the link that stays', () => {
    const standing = parseStanding(
      [
        'cwd 10 /srv/store/releases/20260329',
        'group 10 /user.slice/user-1000.slice/session-3.scope',
        'link /srv/store/current -> /srv/store/releases/20260329',
        'link /srv/store/releases/x -> /srv/store/other',
      ].join('\n'),
    );
    const release = {
      path: '/srv/store/releases/20260329',
      origin: 'git@github.com:x/shop.git',
      branch: 'main',
      default_branch: 'main',
    };
    const survey = machine({
      rows: [[10, 'node server.js']],
      ports: [[8000, 10]],
      over: { standing: seen(standing), used: seen({ checkouts: [release], compose: [] }) },
    });
    expect(draftFrom(survey).services.map(entryOf)).toMatchObject([
      { name: 'store', checkout: '/srv/store/current', repo: 'x/shop' },
    ]);
  });
});

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
    for (const pattern of patterns) if (pattern !== undefined) expect(pattern).toContain(':app');
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
      /the health pages could not be asked \(late\)/,
    ],
    ['a port', { unasked: [8000] }, [[8000, 10]], /port 8000 could not be asked in time: run discover again/],
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
    ['nothing', {}, [], /nothing of it was seen to listen/],
  ] as [string, Partial<Survey>, [number, number][], RegExp][])(
    'is said as that: %s',
    (_what, over, ports, told) => {
      expect(draftFrom(machine({ ...base, ports, over })).services[0]?.below.join('\n')).toMatch(told);
    },
  );
});
