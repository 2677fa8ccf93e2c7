import { describe, expect, it } from 'vitest';
import { unseen } from '../../../src/probes/observation.ts';
import { actions } from '../../../src/remediation/actions/index.ts';
import { containers, planned, words } from './scene.ts';
import type { Scene } from './scene.ts';

describe('restart-container', () => {
  const service = { docker_service: 'app' };
  it.each<[string, Scene, string[] | RegExp]>([
    ['by docker', { service, facts: containers({}) }, ['docker', 'restart', 'app']],
    [
      'through sudo',
      { service: { ...service, sudo: true }, facts: containers({}) },
      ['sudo', '-n', 'docker', 'restart', 'app'],
    ],
    [
      'of two, the one that the finding names',
      {
        service,
        facts: containers({ name: 'shop-app-1' }, { name: 'shop-app-2' }),
        finding: { evidence: { container: 'shop-app-2' } },
      },
      ['docker', 'restart', 'shop-app-2'],
    ],
    [
      'not of two that it does not name',
      { service, facts: containers({ name: 'a1' }, { name: 'a2' }) },
      /several containers/,
    ],
    [
      'not of two projects',
      { service, facts: containers({ project: 'a' }, { project: 'b' }) },
      /compose projects/,
    ],
    ['not one that is not there', { service, facts: containers() }, /no container/],
    ['not unseen', { service, facts: { containers: unseen('denied', 'no') } }, /could not be seen/],
    [
      'not by a name that could be an option',
      { service, facts: containers({ name: '-f' }) },
      /none that docker gives/,
    ],
    [
      'not by a name with a space',
      { service, facts: containers({ name: 'app app2' }) },
      /none that docker gives/,
    ],
  ])('%s', (_, scene, expected) => {
    expect(planned('restart-container', scene)).toEqual(words(expected));
  });

  const draft = { argv: ['docker', 'restart', 'app'], touches: [], pids: [] };
  const own = 'container "aa" "/app" "exited" "bridge" "" "private"';
  it.each([
    ['alone', `${own}\ncontainer "bb" "/db" "running" "host" "" ""\nall\n`, { touches: [] }],
    [
      'shares its network',
      `${own}\ncontainer "bb" "/db" "running" "container:aa" "" ""\nall`,
      { refused: expect.stringContaining('db shares') },
    ],
    [
      'shares its processes',
      `${own}\ncontainer "bb" "/db" "running" "host" "container:app" ""\nall`,
      { refused: expect.stringContaining('db shares') },
    ],
    [
      'with what runs in it',
      'container "aa" "/app" "running" "bridge" "" ""\nall\nPID CMD\n7 serve\ntop',
      { touches: ['PID CMD', '7 serve'] },
    ],
    [
      'with something unseen in it',
      'container "aa" "/app" "running" "bridge" "" ""\nall\nPID CMD\n7 serve',
      { refused: 'what runs in it could not be seen' },
    ],
    ['cut off', own, { refused: expect.any(String) }],
    ['without itself', 'container "bb" "/db" "running" "host" "" ""\nall', { refused: expect.any(String) }],
    ['rubbish', 'Cannot connect to the Docker daemon', { refused: expect.any(String) }],
    ['nothing', '', { refused: expect.any(String) }],
  ])('reads its surroundings: %s', (_, printed, read) => {
    expect(actions['restart-container'].readSurroundings(printed, draft)).toEqual(read);
  });
});
