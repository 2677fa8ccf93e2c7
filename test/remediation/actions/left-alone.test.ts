import { describe, expect, it } from 'vitest';
import { seen } from '../../../src/facts/observation.ts';
import { actions } from '../../../src/remediation/actions/index.ts';
import { readEvidence } from '../../../src/remediation/guard/evidence.ts';
import { containers, job, planned } from '../../support/remediation/actions/scene.ts';
import { containerText, unitText } from '../../support/remediation/guard-text.ts';

const unitDraft = { argv: ['systemctl', 'restart', 'app.service'], touches: [], pids: [] };
const unit = (lines: string[], parts: Parameters<typeof unitText>[2] = {}) =>
  actions['restart-systemd-unit'].surroundings(
    readEvidence(unitText('app.service', lines, parts))!,
    unitDraft,
  );
const exec = (path: string) => `ExecStart={ path=${path} ; argv[]=${path} ; ignore_errors=no`;

describe('a unit is left alone', () => {
  it.each(['RequiredBy', 'RequisiteOf', 'BoundBy', 'ConsistsOf', 'PropagatesStopTo'])(
    'where %s names another',
    (kind) => {
      const refused = 'systemd would stop or restart a.service b.service along with it';
      expect(unit([`${kind}=a.service`, `${kind}=b.service`])).toEqual({ refused });
    },
  );

  it.each<[string, string[], string]>([
    [
      'it may reboot the machine',
      ['FailureAction=reboot'],
      'systemd may reboot the machine for it: app.service has FailureAction=reboot',
    ],
    [
      'it starts from an image',
      ['RootImage=/a.img'],
      'app.service starts from an image that is not checked (RootImage)',
    ],
    [
      'it is fed with data',
      ['StandardInputData=aGk='],
      'app.service is fed with data that is not checked (StandardInputData)',
    ],
    [
      'it runs the services of others',
      [exec('/usr/bin/dockerd')],
      'app.service is /usr/bin/dockerd, which runs the services of others: all of them would go down with it',
    ],
  ])('where %s', (_, lines, refused) => {
    expect(unit(lines)).toEqual({ refused });
  });

  it.each<[string, string[]]>([
    ['whose actions are none', ['FailureAction=none', 'SuccessAction=none']],
    ['that only speaks of dockerd', ['Description={ path=/usr/bin/dockerd ; argv']],
  ])('and not one %s', (_, lines) => {
    expect(unit(lines)).not.toHaveProperty('refused');
  });

  it('and not one that an engine is near', () => {
    const parts = { 'other units': [`docker.service ${exec('/usr/bin/dockerd')}`] };
    expect(unit([], parts)).not.toHaveProperty('refused');
  });

  it('where nobody knows which systemd has it', () => {
    const service = { systemd_unit: 'app.service' };
    expect(planned('restart-systemd-unit', { service, facts: job({ domain: null }) })).toBe(
      'which systemd manages it is unknown',
    );
  });

  it('with its files and programs among what it touches', () => {
    const parts = { 'unit files': ['file /etc/a b'], programs: ['program /opt/run 1:2 ab'] };
    expect(unit([], parts)).toMatchObject({
      touches: expect.arrayContaining(['file /etc/a b', 'program /opt/run 1:2 ab']),
    });
  });
});

describe('a container', () => {
  const service = { docker_service: 'app' };
  it('of a swarm is left to it', () => {
    const swarm = { service: 'shop_web', stack: 'shop', slot: 'shop_web.1' };
    expect(planned('restart-container', { service, facts: containers({ swarm }) })).toBe(
      'a swarm runs it, and replaces it itself: use docker service update --force',
    );
  });

  const around = (lines: string[], parts: Parameters<typeof containerText>[1] = {}) => {
    const own = readEvidence(containerText('app'))!.parts.get('container')!;
    const evidence = readEvidence(containerText('app', { container: [...own, ...lines], ...parts }))!;
    return actions['restart-container'].surroundings(evidence, { argv: [], touches: [], pids: [] });
  };

  it('with a volume that could not be read is left alone', () => {
    expect(around(['volume /srv/a unread'])).toEqual({
      refused: 'its volume /srv/a could not be read, so its type is unknown',
    });
    expect(around(['volume /srv/a'])).not.toHaveProperty('refused');
    expect(around(['label unread'])).not.toHaveProperty('refused');
  });

  it('is told with its programs and its command', () => {
    expect(around([], { programs: ['program /bin/serve 1:2 ab'] })).toEqual({
      touches: expect.arrayContaining(['program /bin/serve 1:2 ab', 'PID CMD']),
      starts: ['/bin/serve --port 80'],
    });
  });
});

describe('a file', () => {
  const files = [{ path: '/etc/app.env', in: 'host' as const, secret: true }];
  const finding = {
    type: 'secret_exposed' as const,
    affects: { file: '/etc/app.env', container: null } as never,
  };
  it.each([
    ['that nobody saw', {}, 'the file could not be seen'],
    ['that is not there', { files: seen({ '/etc/app.env': seen(null) }) }, 'the file could not be seen'],
    [
      'that is a folder',
      { files: seen({ '/etc/app.env': seen({ type: 'directory', mode: '644' }) }) },
      'it is not a regular file',
    ],
  ])('%s keeps its mode', (_, facts, why) => {
    expect(planned('tighten-mode', { service: { files }, finding, facts: facts as never })).toBe(why);
  });
});
