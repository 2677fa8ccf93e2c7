import { describe, expect, it } from 'vitest';
import type { Container, Containers } from '../../../../src/facts/container.ts';
import type { Service } from '../../../../src/inventory/manifest.ts';
import { seen } from '../../../../src/facts/observation.ts';
import { compare } from '../../../support/comparison/compare.ts';
import { contained } from '../../../support/comparison/container-scene.ts';
import { typesIn, withMachine } from '../../../support/comparison/scene.ts';
import { aContainer, theContainers } from '../../../support/facts/observed-containers.ts';
import { aMachineObservation, aProcess } from '../../../support/facts/observed.ts';

type Running = [user: string, command: string, cgroup?: string];

function judged(
  over: Partial<Containers>,
  found: Container[],
  running: Running[] = [],
  run: Service['run'] = 'always',
) {
  const fact = seen(theContainers({ 'akashic-records': found }, over));
  const situation = contained(fact, { endpoints: [], repo: null, run });
  const observation = situation.observations.machines['knox-mac-mini']!;
  const processes = running.map(([user, command, cgroup], at) =>
    aProcess({ pid: 700 + at, ppid: 1, user, command, ...(cgroup === undefined ? {} : { cgroup }) }),
  );
  const facts = { ...aMachineObservation({ processes }).facts, containers: fact };
  const whole = withMachine(situation, { ...observation, facts: { ...observation.facts, ...facts } });
  const types = typesIn(whole).filter((type) => type.startsWith('container_'));
  const gaps = compare(whole).gaps.filter(({ of }) => of === 'containers');
  return { types, details: gaps.map(({ detail }) => detail).join() };
}

const conmon = '/usr/bin/conmon --api-version 1 -c 1a2b -u 1a2b';
const inContainer = `/system.slice/docker-${'d'.repeat(64)}.scope`;

describe('a container that nobody found', () => {
  it.each<[what: string, over: Partial<Containers>, running: Running[], said: string]>([
    [
      'another user runs a podman that sudo does not see',
      { engine: 'podman', podman_users: ['root', 'knox'] },
      [['app', conmon]],
      'only the podman of root and knox was read, but app runs containers too: connect as that user',
    ],
    [
      'the SSH user reads only their own podman',
      { engine: 'podman', podman_user: 'knox', podman_users: ['knox'] },
      [['root', conmon]],
      'but root runs containers too: set sudo: true',
    ],
    [
      'docker was read, and a podman was not',
      { podman_users: [] },
      [['app', conmon]],
      'app runs containers in it',
    ],
    [
      'a rootless docker runs beside the one of the machine',
      {},
      [
        ['root', '/usr/bin/dockerd -H fd://'],
        ['app', 'dockerd'],
      ],
      'one docker was read, but app and root run one each',
    ],
    [
      'docker is not on the PATH',
      { engine: 'podman', podman_users: ['root'] },
      [['root', '/snap/docker/2963/bin/dockerd --group docker']],
      'docker was not read, but root runs it',
    ],
    [
      'the machine is a worker of a swarm',
      { swarm_unread: 'this machine is no manager of its swarm' },
      [],
      'it may run on another node: give the service the machine of a manager',
    ],
  ])('is unknown where %s', (_, over, running, said) => {
    const { types, details } = judged(over, [], running);
    expect(types).toEqual([]);
    expect(details).toContain(said);
  });

  it.each<[what: string, over: Partial<Containers>, running: Running[]]>([
    ['everybody was read', { podman_users: ['root', 'app'] }, [['app', conmon]]],
    ['the only docker was read', {}, [['root', '/usr/bin/dockerd']]],
    [
      'another docker runs in a container',
      {},
      [
        ['root', '/usr/bin/dockerd'],
        ['165536', 'dockerd', inContainer],
      ],
    ],
    ['somebody reads of docker', {}, [['app', 'vim /etc/dockerd']]],
    ['the manager of its swarm knows no such service', { swarm: {} }, []],
  ])('is missing where %s', (_, over, running) => {
    expect(judged(over, [], running)).toMatchObject({ types: ['container_missing'], details: '' });
  });
});

describe('tasks on a worker of a swarm', () => {
  const task = (state: string) =>
    aContainer({ state, swarm: { service: 'shop_web', stack: 'shop', slot: 'shop_web.1' } });
  const swarm_unread = 'this machine is no manager of its swarm';

  it('that all ended may run on another node since this one was drained', () => {
    const { types, details } = judged({ swarm_unread }, [task('exited')]);
    expect(types).toEqual([]);
    expect(details).toContain('no task of akashic runs here');
  });

  it('are well where one runs', () => {
    expect(judged({ swarm_unread }, [task('exited'), task('running')])).toEqual({ types: [], details: '' });
  });

  it('are too few where the manager says so', () => {
    const swarm = { shop_web: { running: 1, wanted: 2, job: false } };
    expect(judged({ swarm }, [task('exited')]).types).toEqual(['container_not_running']);
    expect(judged({ swarm, swarm_unread }, [task('exited')]).types).toEqual(['container_not_running']);
  });
});
