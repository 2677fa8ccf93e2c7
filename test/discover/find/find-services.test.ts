import { describe, expect, it } from 'vitest';
import { findServices } from '../../../src/discover/find/find-services.ts';
import { seen } from '../../../src/facts/observation.ts';
import { aProcess } from '../../support/facts/observed.ts';
import {
  aContainer,
  aFoundHealth,
  aJob,
  anInit,
  aPosition,
  aSurvey,
} from '../../support/discover/builders.ts';

const docker = (...containers: ReturnType<typeof aContainer>[]) =>
  seen({ engine: 'docker' as const, containers });
const listening = (port: number, pid: number | null, address = '0.0.0.0', process: string | null = null) => ({
  address,
  port,
  pid,
  process,
});

describe('what should run on a machine', () => {
  it('is each compose service once, addressed so that it means no other container', () => {
    const { services } = findServices(
      aSurvey({
        containers: docker(
          aContainer(),
          aContainer({ name: 'akashic-indexer-2', pid: 4001 }),
          aContainer({ name: 'other-web-1', project: 'other', service: 'web' }),
          aContainer({ name: 'third-web-1', project: 'third', service: 'web' }),
          aContainer({ name: 'cache', project: null, service: null }),
          aContainer({ name: 'x-cache-1', project: 'x', service: 'cache' }),
        ),
      }),
    );
    expect(services.map(({ name, docker_service }) => [name, docker_service])).toEqual([
      ['indexer', 'indexer'],
      ['other-web', 'other-web'],
      ['third-web', 'third-web'],
      ['cache', 'cache'],
      ['x-cache', 'x-cache'],
    ]);
    expect(services[0]?.notes).toEqual(['2 of its containers run']);
  });

  it('is not what does not run, nor what others manage', () => {
    const { services, left } = findServices(
      aSurvey({
        containers: docker(
          aContainer({ name: 'job', service: null, state: 'exited', exit_code: 1 }),
          aContainer({ name: 'k8s_x', service: null, pod: 'x-pod' }),
          aContainer({ name: 'akashic-indexer-run-1', oneoff: true }),
        ),
        jobs: seen([
          aJob({ name: 'ssh.service', file: '/lib/systemd/system/ssh.service', vendor: true }),
          aJob({ name: 'old.service', enabled: false, pid: null, state: 'inactive (dead)' }),
        ]),
        searched: seen({ checkouts: [], compose: [{ path: '/opt/x/compose.yaml', services: ['a', 'b'] }] }),
      }),
    );
    expect(services).toEqual([]);
    expect(left).toEqual([
      'container job: does not run (exited with status 1): add it if it should',
      'container k8s_x: belongs to the Kubernetes pod x-pod',
      'container akashic-indexer-run-1: made by docker compose run, not the service itself',
      'old.service: inactive (dead), and nothing starts it (/etc/systemd/system/feeder.service)',
      '1 job of the system and its packages',
      '/opt/x/compose.yaml: no container of a, b was found',
    ]);
  });

  it('has the health of what listens: by its own process, its children, its port, or the pid that it tells', () => {
    const { services, strays } = findServices(
      aSurvey({
        processes: seen({
          processes: [
            anInit(),
            aProcess({ pid: 500, command: '/usr/bin/python3 /opt/feeder/main.py' }),
            aProcess({ pid: 501, ppid: 500, command: '/usr/bin/python3 /opt/feeder/worker.py' }),
            aProcess({ pid: 700, command: 'node server.js' }),
          ],
          own: [],
        }),
        locations: seen(aPosition(new Map([[700, '/srv/dash']]))),
        listeners: seen([
          listening(9000, 501),
          listening(8002, 9, '0.0.0.0', 'docker-proxy'),
          listening(9100, 700, '127.0.0.1'),
          listening(9200, null),
          listening(9300, null),
        ]),
        jobs: seen([aJob()]),
        containers: docker(aContainer()),
        health: seen([
          aFoundHealth('http://127.0.0.1:9000/health'),
          aFoundHealth('http://127.0.0.1:8002/healthz'),
          aFoundHealth('http://127.0.0.1:9100/health'),
          aFoundHealth('http://127.0.0.1:9200/health', {
            body: { format: 'seed', version: null, pid: 501, uptime_seconds: 1, said: [] },
            rank: 2,
          }),
          aFoundHealth('http://127.0.0.1:9300/health'),
        ]),
      }),
    );
    expect(services.map(({ name, health, open, notes }) => [name, health?.url.href, open, notes])).toEqual([
      ['indexer', 'http://127.0.0.1:8002/healthz', true, []],
      ['feeder', 'http://127.0.0.1:9000/health', true, ['answers http://127.0.0.1:9200/health too']],
      ['dash', 'http://127.0.0.1:9100/health', false, []],
    ]);
    expect(strays.map(({ url }) => url.port)).toEqual(['9300']);
  });

  it('tells two services on one port apart by their addresses', () => {
    const { services } = findServices(
      aSurvey({
        processes: seen({
          processes: [
            anInit(),
            aProcess({ pid: 10, command: '/opt/one/serve' }),
            aProcess({ pid: 20, command: '/opt/two/serve' }),
          ],
          own: [],
        }),
        listeners: seen([listening(80, 10, '127.0.0.1'), listening(80, 20, '10.0.0.5')]),
        health: seen([aFoundHealth('http://127.0.0.1/health'), aFoundHealth('http://10.0.0.5/health')]),
      }),
    );
    expect(services.map(({ program, health }) => [program, health?.url.hostname])).toEqual([
      ['/opt/one/serve', '127.0.0.1'],
      ['/opt/two/serve', '10.0.0.5'],
    ]);
  });

  it('is what somebody started from a checkout, a master once, but no shell, tool or fresh build', () => {
    const checkout = { path: '/opt/shiva', origin: null, branch: 'main', default_branch: null };
    const at = (pid: number, command: string, over = {}) => aProcess({ pid, command, ...over });
    const { services } = findServices(
      aSurvey({
        processes: seen({
          processes: [
            anInit(),
            at(30, 'python3 bot.py'),
            at(31, 'python3 bot.py', { ppid: 30 }),
            at(32, 'vim bot.py'),
            at(33, '-bash'),
            at(34, 'python3 build.py', { elapsed_seconds: 5 }),
            at(35, 'python3 /opt/elsewhere/x.py'),
          ],
          own: [],
        }),
        locations: seen(aPosition(new Map([30, 31, 32, 33, 34, 35].map((pid) => [pid, '/opt/shiva'])))),
        used: seen({ checkouts: [checkout], compose: [] }),
      }),
    );
    expect(services.map(({ name, roots, checkout: found }) => [name, roots, found?.path])).toEqual([
      ['shiva', [30], '/opt/shiva'],
    ]);
  });

  it('is what another user started from a checkout, whose folder and ports are not seen', () => {
    const checkout = { path: '/srv/akashic', origin: null, branch: 'main', default_branch: null };
    const at = (pid: number, command: string, over = {}) => aProcess({ pid, command, user: 'root', ...over });
    const { services } = findServices(
      aSurvey({
        processes: seen({
          processes: [
            anInit(),
            at(40, 'python3 /srv/akashic/app.py 8861'),
            at(41, 'python3 app.py'),
            at(42, 'python3 /srv/akashic/build.py', { elapsed_seconds: 5 }),
            at(43, 'python3 /srv/akashic-old/app.py'),
          ],
          own: [],
        }),
        locations: seen(aPosition(new Map())),
        searched: seen({ checkouts: [checkout], compose: [] }),
      }),
    );
    expect(services.map(({ name, roots, checkout: found }) => [name, roots, found?.path])).toEqual([
      ['akashic', [40], '/srv/akashic'],
    ]);
  });

  it('joins a unit that starts a container to it, and leaves a unit of its own process alone', () => {
    const starts = (name: string) => aJob({ name, program: '/usr/bin/docker', pid: null });
    const { services, left } = findServices(
      aSurvey({
        containers: docker(aContainer({ service: null, project: null, name: 'akashic' })),
        jobs: seen([starts('akashic.service'), starts('stack.service')]),
      }),
    );
    expect(services).toMatchObject([
      { name: 'akashic', docker_service: 'akashic', systemd_unit: 'akashic.service' },
    ]);
    expect(left).toEqual(['stack.service: starts containers, which are listed separately']);
  });
});
