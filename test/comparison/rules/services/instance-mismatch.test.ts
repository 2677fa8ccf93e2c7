import { judgedBy } from '../../../support/comparison/judged.ts';
import { describe, expect, it } from 'vitest';
import { instanceMismatch } from '../../../../src/comparison/rules/services/instance-mismatch.ts';
import type { Situation } from '../../../../src/comparison/rule.ts';
import type { Service } from '../../../../src/inventory/manifest.ts';
import type { HealthAnswer } from '../../../../src/facts/health-answer.ts';
import { seen, unseen } from '../../../../src/facts/observation.ts';
import type { Process } from '../../../../src/facts/process.ts';
import { headSha, runningSha } from '../../../support/builders.ts';
import {
  aHealthAnswer,
  aMachineObservation,
  anEndpoint,
  aProcess,
  aService,
  aSituation,
} from '../../../support/facts/observed.ts';
import { findingOf, refused, statusesIn, withMachine } from '../../../support/comparison/scene.ts';

const akashic = 'akashic-records';
const command = '/usr/bin/python3 /opt/akashic-records/main.py';
const local = anEndpoint({ interface: 'localhost', url: 'http://127.0.0.1:8002/health', from: 'machine' });

type Told = Partial<HealthAnswer>;

/** akashic-records, asked on two interfaces. */
function answering(tailscale: Told, localhost: Told, over: Partial<Service> = {}): Situation {
  const situation = aSituation({ services: [aService({ endpoints: [anEndpoint(), local], ...over })] });
  situation.observations.health[akashic] = {
    tailscale: seen(aHealthAnswer({ pid: null, ...tailscale })),
    localhost: seen(aHealthAnswer({ pid: null, ...localhost })),
  };
  return situation;
}

/** pid 10 asked on tailscale, 20 on localhost. */
function pidsIn(
  processes: Partial<Process>[],
  over: Partial<Service> = {},
  versions: Told[] = [],
): Situation {
  const table = [aProcess({ pid: 1, ppid: 0, command: '/sbin/init' }), ...processes.map(aProcess)];
  const situation = answering({ pid: 10, ...versions[0] }, { pid: 20, ...versions[1] }, over);
  const asked_by = { processes: [akashic] };
  return withMachine(situation, aMachineObservation({ processes: table, asked_by }));
}

type Outcome = 'one' | 'two' | 'unknown';

function outcomeOf(situation: Situation): Outcome {
  const { deviations, gaps } = judgedBy(instanceMismatch, situation);
  expect(deviations.length + gaps.length).toBeLessThanOrEqual(1);
  return deviations.length > 0 ? 'two' : gaps.length > 0 ? 'unknown' : 'one';
}

describe('versions of two interfaces', () => {
  it.each<[one: string | null, other: string | null, outcome: Outcome]>([
    [headSha, headSha, 'one'],
    [headSha, headSha.slice(0, 7).toUpperCase(), 'one'],
    [headSha, runningSha, 'two'],
    [headSha, `${headSha}-dirty`, 'two'],
    ['1.4.2', '1.4.3', 'two'],
    ['1.4.2', 'v1.4.2', 'one'],
    ['1.4.2', headSha, 'one'],
    [null, headSha, 'one'],
    ['unknown', '1.4.2', 'one'],
    ['unknown', 'dev', 'one'],
    ['v1.2.0-4-gb9d1e44', headSha, 'one'],
    ['v1.2.0-4-ga3f8c21', headSha, 'two'],
  ])('%s and %s are %s', (one, other, outcome) => {
    expect(outcomeOf(answering({ version: one }, { version: other }))).toBe(outcome);
  });

  it('differ in containers and on machines whose processes nobody saw, too', () => {
    const docker = answering(
      { version: headSha, pid: 1 },
      { version: runningSha, pid: 1 },
      { docker_service: 'akashic' },
    );
    expect(outcomeOf(docker)).toBe('two');
    const situation = answering({ version: headSha, pid: 1 }, { version: runningSha, pid: 1 });
    situation.observations.machines['knox-mac-mini']!.facts.processes = unseen('timeout', 'ps hangs');
    expect(outcomeOf(situation)).toBe('two');
  });
});

describe('processes of two interfaces', () => {
  it.each<[what: string, outcome: Outcome, processes: Partial<Process>[], over?: Partial<Service>]>([
    ['two trees of the service', 'two', [{ pid: 10 }, { pid: 20 }]],
    ['a master and its worker', 'one', [{ pid: 10 }, { pid: 20, ppid: 10 }]],
    ['two workers of a master', 'one', [{ pid: 9 }, { pid: 10, ppid: 9 }, { pid: 20, ppid: 9 }]],
    [
      'a master and a worker under another title',
      'one',
      [{ pid: 10 }, { pid: 20, ppid: 10, command: 'worker' }],
    ],
    [
      'a worker that a shell stands above',
      'one',
      [{ pid: 10 }, { pid: 15, ppid: 10, command: 'sh' }, { pid: 20, ppid: 15 }],
    ],
    [
      'the service and a stranger',
      'two',
      [{ pid: 10 }, { pid: 20, command: '/usr/bin/python3 /tmp/old.py' }],
    ],
    [
      'the service and a stranger of one supervisor',
      'unknown',
      [
        { pid: 9, command: 'supervisord' },
        { pid: 10, ppid: 9 },
        { pid: 20, ppid: 9, command: 'python3 x.py' },
      ],
    ],
    [
      'the service and a stranger, each in a window of one tmux',
      'two',
      [
        { pid: 7, command: 'tmux: server' },
        { pid: 8, ppid: 7, command: '-bash' },
        { pid: 9, ppid: 7, command: '-bash' },
        { pid: 10, ppid: 8 },
        { pid: 20, ppid: 9, command: 'python3 x.py' },
      ],
    ],
    [
      'two processes of no known name',
      'unknown',
      [
        { pid: 10, command: 'a' },
        { pid: 20, command: 'b' },
      ],
    ],
    ['a process that has ended since', 'one', [{ pid: 10 }]],
    ['pids of a namespace that is not this one', 'one', [{ pid: 99 }]],
    ['pids of a container', 'one', [{ pid: 10 }, { pid: 20 }], { docker_service: 'akashic' }],
    ['two instances, as the manifest wants', 'one', [{ pid: 10 }, { pid: 20 }], { instances: 2 }],
  ])('%s: %s', (_what, outcome, processes, over) => {
    const complete = processes.map((process) => ({ command, ...process }));
    expect(outcomeOf(pidsIn(complete, over))).toBe(outcome);
  });

  it('say nothing where the process table was not seen', () => {
    const situation = answering({ pid: 10 }, { pid: 20 });
    situation.observations.machines['knox-mac-mini']!.facts.processes = unseen('timeout', 'ps hangs');
    expect(outcomeOf(situation)).toBe('one');
    expect(statusesIn(situation)).toEqual({ [akashic]: 'unknown' });
  });

  it('leave two versions unknown where a restart came between them', () => {
    const versions = [{ version: runningSha }, { version: headSha }];
    expect(outcomeOf(pidsIn([{ pid: 20, command }], {}, versions))).toBe('unknown');
    expect(
      outcomeOf(
        pidsIn(
          [
            { pid: 10, command },
            { pid: 20, command },
          ],
          {},
          versions,
        ),
      ),
    ).toBe('two');
  });
});

describe('instance_mismatch', () => {
  it('is CRITICAL, and says who answers where', () => {
    const { severity, summary, evidence } = findingOf(
      pidsIn(
        [
          { pid: 10, command },
          { pid: 20, command },
        ],
        {},
        [{ version: runningSha }],
      ),
      'instance_mismatch',
    );
    expect(severity).toBe('CRITICAL');
    expect(summary).toContain(
      `akashic-records on knox-mac-mini is more than one instance: tailscale is answered by pid 10, version ${runningSha} and localhost is answered by pid 20, version ${headSha}.`,
    );
    expect(evidence).toMatchObject({
      answers: [
        { interface: 'tailscale', pid: 10 },
        { interface: 'localhost', pid: 20 },
      ],
    });
  });

  it('is not raised by an interface that does not answer', () => {
    const situation = answering({ version: headSha }, { version: runningSha });
    situation.observations.health[akashic]!['localhost'] = refused;
    expect(outcomeOf(situation)).toBe('one');
  });
});
