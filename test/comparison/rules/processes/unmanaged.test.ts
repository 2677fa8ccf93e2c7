import { describe, expect, it } from 'vitest';
import { allSteps } from '../../../../src/async/steps.ts';
import { unmanaged } from '../../../../src/comparison/rules/processes/unmanaged.ts';
import { seen, unseen } from '../../../../src/facts/observation.ts';
import type { Process } from '../../../../src/facts/process.ts';
import type { Workloads } from '../../../../src/facts/workloads/workloads.ts';
import { unmanaged as probe } from '../../../../src/probes/workloads/unmanaged.ts';
import { aContainer, aJob, anInit } from '../../../support/discover/builders.ts';
import {
  aMachine,
  aMachineObservation,
  aProcess,
  aService,
  aSituation,
} from '../../../support/facts/observed.ts';
import { isRated } from '../../../support/findings/is-rated.ts';

const nothing: Workloads = {
  locations: '',
  listeners: seen([]),
  jobs: seen([]),
  used: seen({ checkouts: [], compose: [] }),
  containers: seen({ engine: null, containers: [] }),
};
const here = { name: 'mini', unmanaged: { ignore: [] as string[] } };

type Scene = {
  workloads?: Partial<Workloads>;
  processes?: Partial<Process>[];
  services?: Parameters<typeof aService>[0][];
  machine?: Parameters<typeof aMachine>[0];
};

function situation({ workloads = {}, processes = [], services = [{}], machine = here }: Scene) {
  const inventory = services.map((each) => aService({ name: 'declared', machine: 'mini', ...each }));
  const table = { processes: [anInit(), ...processes.map(aProcess)], own: [] };
  const facts = { processes: seen(table), unmanaged: seen({ ...nothing, ...workloads }) };
  return aSituation({
    machines: [aMachine(machine)],
    services: inventory,
    inventory,
    observations: {
      machines: { mini: aMachineObservation({ machine: 'mini', facts }) },
      health: {},
      releases: {},
    },
  });
}

const judgedFleet = (of: ReturnType<typeof situation>) => allSteps(unmanaged.judgeFleet(of));
const found = (scene: Scene) =>
  (judgedFleet(situation(scene)).deviations ?? []).map(({ property }) => property);
const unit = { jobs: seen([aJob()]) };
const byHand: Scene = {
  processes: [{ pid: 30, command: 'node /srv/dash/main.js', elapsed_seconds: 600 }],
  workloads: {
    locations: 'cwd 30 /srv/dash\n',
    listeners: seen([{ address: '*', port: 8000, pid: 30, process: 'node' }]),
  },
};

describe('what runs and is in no manifest', () => {
  it.each([
    ['a unit of the operator', { workloads: unit }, ['feeder.service']],
    [
      'a container',
      {
        workloads: {
          containers: seen({ engine: 'docker' as const, containers: [aContainer({ ports: [] })] }),
        },
      },
      ['indexer'],
    ],
    ['a program by hand', byHand, ['/srv/dash/main.js']],
  ] as [string, Scene, string[]][])('is found: %s', (_what, scene, expected) => {
    expect(found(scene)).toEqual(expected);
    expect(judgedFleet(situation(scene)).deviations?.[0]).toMatchObject({
      service: null,
      machine: 'mini',
    });
  });

  it.each([
    ["the distribution's own", { workloads: { jobs: seen([aJob({ name: 'ssh.service', vendor: true })]) } }],
    ['a unit of the manifest', { workloads: unit, services: [{ systemd_unit: 'feeder' }] }],
    ['a process that a service has by its name', { ...byHand, services: [{ name: 'dash' }] }],
    ['what is ignored by name', { workloads: unit, machine: { ...here, unmanaged: { ignore: ['feed*'] } } }],
    [
      'what is ignored by its unit',
      { workloads: unit, machine: { ...here, unmanaged: { ignore: ['feeder.service'] } } },
    ],
    [
      'what has just started',
      { ...byHand, processes: [{ pid: 30, command: 'node /srv/dash/main.js', elapsed_seconds: 5 }] },
    ],
    ['anything where nobody asks', { workloads: unit, machine: { name: 'mini' } }],
  ] as [string, Scene][])('is not %s', (_what, scene) => {
    expect(found(scene)).toEqual([]);
  });

  it('is not resolved by an audit that did not see all', () => {
    expect(judgedFleet(situation({})).untold).toEqual([]);
    const late = situation({ workloads: { jobs: unseen('timeout', 'late') } });
    expect(judgedFleet(late).untold).toEqual(['unmanaged']);
  });

  it('costs nothing where nobody asks', () => {
    expect(probe.wanted(aService(), aMachine())).toBe(false);
    expect(probe.wanted(aService(), aMachine(here))).toBe(true);
  });
});

isRated('unmanaged', ['LOW', 'LOW', 'LOW'], 'LOW');
