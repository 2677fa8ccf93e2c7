import { describe, expect, it } from 'vitest';
import { entryOf } from '../../../src/discover/draft/draft-entry.ts';
import { findServices } from '../../../src/discover/find/find-services.ts';
import { parseLocations } from '../../../src/facts/workloads/process-locations.ts';
import { seen, unseen } from '../../../src/facts/observation.ts';
import { aJob } from '../../support/discover/builders.ts';
import { drafted, found, machine } from '../../support/discover/by-hand-scene.ts';
import type { Scene } from '../../support/discover/by-hand-scene.ts';
import { draftFrom } from '../../support/discover/draft-scene.ts';

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
      locations: { units: new Map([5, 6, 7].map((pid) => [pid, 'cron.service'])) },
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
      locations: { units: new Map([5, 6].map((pid) => [pid, 'supervisor.service'])) },
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
      locations: { units: new Map([10, 11, 13].map((pid) => [pid, 'pm2-knox.service'])) },
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
      locations: { contained: new Set([10]) },
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
      locations: { units: new Map([10, 11].map((pid) => [pid, 'feeder.service'])) },
      ports: [[8000, 10]],
      over: { jobs: unseen('timeout', 'late') },
    };
    expect(drafted(scene)).toMatchObject([{ name: 'feeder', systemd_unit: 'feeder.service' }]);
  });

  it('keeps the path of a release by the link that stays', () => {
    const locations = parseLocations(
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
      over: { locations: seen(locations), used: seen({ checkouts: [release], compose: [] }) },
    });
    expect(draftFrom(survey).services.map(entryOf)).toMatchObject([
      { name: 'store', checkout: '/srv/store/current', repo: 'x/shop' },
    ]);
  });
});
