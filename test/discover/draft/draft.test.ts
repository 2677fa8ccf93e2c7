import { describe, expect, it } from 'vitest';
import { entryOf } from '../../../src/discover/draft/draft-entry.ts';
import { draftYaml } from '../../../src/discover/draft/draft-yaml.ts';
import { seen } from '../../../src/facts/observation.ts';
import { aProcess } from '../../support/facts/observed.ts';
import { aContainer, aFoundHealth, aJob, anInit, aSurvey } from '../../support/discover/builders.ts';
import { draftFrom } from '../../support/discover/draft-scene.ts';

const checkout = (over: object = {}) => ({
  path: '/opt/feeder',
  origin: 'git@github.com:Invictus-Labs/feeder.git',
  branch: 'main',
  default_branch: 'main',
  ...over,
});
const withCheckout = (over: object = {}) =>
  aSurvey({ jobs: seen([aJob()]), used: seen({ checkouts: [checkout(over)], compose: [] }) });
const listener = { address: '0.0.0.0', port: 9000, pid: 500, process: 'python3' };
const running = (...commands: string[]) =>
  seen({
    processes: [anInit(), ...commands.map((command, at) => aProcess({ pid: 500 + at, command }))],
    own: [],
  });

describe('a draft', () => {
  it('says only what was seen, and reads well', () => {
    const survey = aSurvey({
      processes: running('/usr/bin/python3 /opt/feeder/main.py'),
      jobs: seen([aJob()]),
      listeners: seen([listener]),
      used: seen({ checkouts: [checkout({ default_branch: 'trunk' })], compose: [] }),
      containers: seen({ engine: 'docker', containers: [aContainer({ service: null, name: 'shiva' })] }),
      health: seen([aFoundHealth('http://127.0.0.1:9000/health')]),
    });
    const reach = { 'http://192.168.1.150:9000/health': { answers: true } as const };
    expect(draftYaml(draftFrom(survey, { reach }), ['A draft.'])).toMatchInlineSnapshot(`
      "# A draft.

      machines:
        tesseract: { host: 192.168.1.150, user: knox }

      services:
        # Container shiva, image akashic-indexer, built on the machine.
        - name: shiva
          machine: tesseract
          kind: trading # the name holds shiva
          risk_tier: CRITICAL
          docker_service: shiva
          # not written: health_url: no health answer on port 8002
          # not written: repo: nothing says which code the image was built from

        # feeder.service, a systemd unit of the system's manager (/etc/systemd/system/feeder.service), active (running).
        - name: feeder
          machine: tesseract
          kind: stateful # TODO
          risk_tier: HIGH # TODO
          systemd_unit: feeder.service
          instances: 1 # reported if none runs
          health_url: http://192.168.1.150:9000/health # answered 200, version a3f8c21, asked from here
          # also answered on the machine itself
          interfaces: [ localhost ]
          repo: Invictus-Labs/feeder # origin of /opt/feeder
          branch: trunk # the remote's default branch
          checkout: /opt/feeder
          # not written: branch: /opt/feeder is on main now; trunk is assumed to be the deployed one
      "
    `);
  });

  it.each([
    ['no remote', { origin: null }, {}],
    [
      "the remote's default branch",
      { default_branch: 'trunk' },
      { repo: 'Invictus-Labs/feeder', branch: 'trunk' },
    ],
    [
      'the branch that it is on',
      { branch: 'master', default_branch: null },
      { repo: 'Invictus-Labs/feeder', branch: 'master' },
    ],
    ['main, though it is elsewhere now', { branch: 'wip' }, { repo: 'Invictus-Labs/feeder' }],
    ['a path of the machine', { origin: '/srv/git/x.git' }, {}],
  ])('takes from a checkout: %s', (_, over, expected) => {
    const [service] = draftFrom(withCheckout(over)).services;
    const { repo, branch, checkout: path } = entryOf(service!);
    expect({ repo, branch, path }).toEqual({ path: '/opt/feeder', ...expected });
  });

  it.each([
    [
      'answers here and there',
      { answers: true } as const,
      '0.0.0.0',
      'health_url',
      'http://192.168.1.150:9000/health',
    ],
    [
      'a firewall',
      { answers: false, detail: 'no answer within 3 s' } as const,
      '0.0.0.0',
      'health',
      { urls: { localhost: 'http://127.0.0.1:9000/health' } },
    ],
    [
      'loopback alone',
      { answers: true } as const,
      '127.0.0.1',
      'health',
      { urls: { localhost: 'http://127.0.0.1:9000/health' } },
    ],
  ])('asks its health where it answers: %s', (_, answer, address, field, value) => {
    const survey = aSurvey({
      processes: running('/usr/bin/python3 /opt/feeder/main.py'),
      jobs: seen([aJob()]),
      listeners: seen([{ ...listener, address }]),
      health: seen([aFoundHealth('http://127.0.0.1:9000/health')]),
    });
    const [service] = draftFrom(survey, { reach: { 'http://192.168.1.150:9000/health': answer } }).services;
    expect(entryOf(service!)).toMatchObject({ [field]: value });
  });

  it.each([
    ['its unit', aJob({ name: 'shiva-live.service' }), 'shiva-live'],
    ['its folder', aJob({ name: 'bot1.service' }), 'bot1'],
  ])('marks trading, failing closed: by %s', (_, job, name) => {
    const used = { checkouts: [checkout({ origin: 'git@github.com:x/foresight.git' })], compose: [] };
    const [service] = draftFrom(aSurvey({ jobs: seen([job]), used: seen(used) })).services;
    expect(entryOf(service!)).toMatchObject({ name, kind: 'trading', risk_tier: 'CRITICAL' });
  });

  it('writes what runs as `process` only where the name finds nothing', () => {
    const survey = (command: string) => aSurvey({ processes: running(command), jobs: seen([aJob()]) });
    const processOf = (command: string) => entryOf(draftFrom(survey(command)).services[0]!)['process'];
    expect(processOf('/usr/bin/python3 /opt/feeder/main.py')).toBeUndefined();
    expect(processOf('/usr/bin/python3 /opt/feed-v2/main.py')).toBe('/opt/feed-v2/main.py');
    expect(processOf('/usr/bin/python3 /usr/bin/x')).toBeUndefined();
  });

  it('says that two instances look like one service, and narrows nothing', () => {
    const [service] = draftFrom(
      aSurvey({
        processes: running('/usr/bin/python3 /opt/feeder/main.py', '/usr/bin/python3 /old/feeder/main.py'),
        jobs: seen([aJob()]),
      }),
    ).services;
    expect(service?.above.at(-1)).toMatch(/^TODO: 2 instances look like it now: pid 500 .*pid 501/);
    expect(entryOf(service!)['process']).toBeUndefined();
  });

  it('gives each service a name of its own, by the machine', () => {
    const survey = aSurvey({ jobs: seen([aJob(), aJob({ name: 'com.x.feeder', manager: 'launchd' })]) });
    const names = draftFrom(survey, { taken: ['feeder', 'feeder-tesseract'] }).services.map(
      (each) => entryOf(each)['name'],
    );
    expect(names).toEqual(['feeder-tesseract-2', 'feeder-tesseract-3']);
  });

  it('quotes a folder whose name hides something, in every remark', () => {
    const folder = '/opt/\uFEFFbom\u202E';
    const containers = seen({ engine: 'docker' as const, containers: [aContainer({ folder, files: null })] });
    const used = seen({ checkouts: [checkout({ path: folder, default_branch: null })], compose: [] });
    const [service] = draftFrom(aSurvey({ containers, used })).services;
    const remarks = service!.lines.flatMap(({ remark }) => remark ?? []);
    expect(remarks).toContain('origin of /opt/ bom , where its compose file is and the image was built');
    expect(remarks.filter((remark) => /\p{Cf}/u.test(remark))).toEqual([]);
  });

  it('leaves an image without a sign of its source without a repository', () => {
    const container = aContainer({ built_here: false, source: 'https://github.com/grafana/grafana' });
    const [service] = draftFrom(
      aSurvey({ containers: seen({ engine: 'docker', containers: [container] }) }),
    ).services;
    expect(entryOf(service!)['repo']).toBeUndefined();
    expect(service?.below.join('\n')).toContain("grafana/grafana is in the image's label");
  });
});
