import { affectsNothing } from '../../../src/findings/affects.ts';
import { describe, expect, it } from 'vitest';
import { unseen } from '../../../src/facts/observation.ts';
import { readEvidence } from '../../../src/remediation/guard/evidence.ts';
import { actions } from '../../../src/remediation/actions/index.ts';
import { containerText, idOf, neighbourRow } from '../../support/remediation/guard-text.ts';
import { containers, planned, words } from '../../support/remediation/actions/scene.ts';
import type { Scene } from '../../support/remediation/actions/scene.ts';

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
        finding: { affects: { ...affectsNothing, container: 'shop-app-2' } },
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
      /not a valid docker name/,
    ],
    [
      'not by a name with a space',
      { service, facts: containers({ name: 'app app2' }) },
      /not a valid docker name/,
    ],
  ])('%s', (_, scene, expected) => {
    expect(planned('restart-container', scene)).toEqual(words(expected));
  });

  const draft = { argv: ['docker', 'restart', 'app'], touches: [], pids: [] };
  const around = (printed: string) => {
    const evidence = readEvidence(printed);
    return evidence && actions['restart-container'].surroundings(evidence, draft);
  };
  it.each<[string, string, string]>([
    [
      'shares its network',
      containerText('app', { 'other containers': [neighbourRow('db', `container:${idOf('app')}`)] }),
      'the container db shares its network',
    ],
    [
      'shares its processes',
      containerText('app', { 'other containers': [neighbourRow('db', 'host', `container:${idOf('app')}`)] }),
      'the container db shares its network',
    ],
    [
      'something unseen runs in it',
      containerText('app', {}, '== processes\n7 serve\n'),
      'what runs in it could not be seen',
    ],
    ['it cannot be told', containerText('app', { container: [] }), 'could not be seen'],
    ['it was cut off', containerText('app', { places: [] }), 'could not be seen'],
    [
      'it needs one that is gone',
      containerText('app', { 'other containers': ['unknown vpn'] }),
      'needs the container vpn',
    ],
    [
      'a variable’s value names a bot',
      containerText('app', { container: [`id "${idOf('app')}"`, 'env "BOT trading'] }),
      'variable BOT',
    ],
    [
      'a script names a bot',
      containerText('app', { programs: ['program /start.sh names trading'] }),
      '/start.sh, which names a trading bot',
    ],
    [
      'it mounts a bot’s folder',
      containerText('app', { places: ['claimed /opt/alpha', 'all'] }),
      '/opt/alpha, which belongs to a trading service',
    ],
  ])('is refused where %s', (_, printed, why) => {
    expect(around(printed)).toEqual({ refused: expect.stringContaining(why) });
  });
  it('tells all that it would start and touch, running or not', () => {
    const row = neighbourRow('db', 'bridge', '', 'shiva:1');
    expect(around(containerText('app', { 'other containers': [row] }))).toEqual({
      touches: expect.arrayContaining(['7 serve', 'shiva:1', '/bin/serve']),
      starts: ['/bin/serve --port 80'],
    });
  });
  it.each([
    'Cannot connect to the Docker daemon',
    '',
    containerText('app', {}, '== places\nall\n== processes\nall\n'),
  ])('reads nothing out of %j', (printed) => {
    expect(readEvidence(printed)).toBeNull();
  });
});
