import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import type { Situation } from '../../../../src/comparison/rule.ts';
import type { Service } from '../../../../src/inventory/manifest.ts';
import { nowhere } from '../../../../src/facts/job.ts';
import type { Job } from '../../../../src/facts/job.ts';
import { seen } from '../../../../src/facts/observation.ts';
import type { Process } from '../../../../src/facts/process.ts';
import {
  aHealthAnswer,
  aMachineObservation,
  aProcess,
  aService,
  aSituation,
} from '../../../support/facts/observed.ts';
import { answering, findingOf, hour, typesIn, withMachine } from '../../../support/comparison/scene.ts';
import { isRated } from '../../../support/findings/is-rated.ts';

const akashic = 'akashic-records';
const init = aProcess({ pid: 1, ppid: 0, command: '/sbin/init', elapsed_seconds: 900 * hour });
const at = (pid: number, over: Partial<Process> = {}) => aProcess({ pid, ...over });
/** What the job manager runs: no name tells that it is akashic-records. */
const rightful = (over: Partial<Process> = {}) =>
  at(700, { command: 'python3 /srv/current/main.py', elapsed_seconds: 2 * hour, ...over });
const launchd: Job = { ...nowhere, manager: 'launchd', name: 'x', loaded: true, pid: 700 };

type Scene = { running: Process[]; job?: Job; lock?: number; over?: Partial<Service> };

function scene({ running, job, lock, over = {} }: Scene): Situation {
  const jobs = job ? { launchd_label: 'x' } : {};
  const lockfile = lock === undefined ? {} : { lockfile: '/run/x.pid' };
  const observation = aMachineObservation({ processes: [init, ...running] });
  if (job) observation.facts.jobs = seen({ [akashic]: seen(job) });
  if (lock !== undefined) {
    const value = { state: 'held' as const, pid: lock, age_seconds: 60, alive: true };
    observation.facts.lockfiles = seen({ [akashic]: seen(value) });
  }
  return withMachine(aSituation({ services: [aService({ ...jobs, ...lockfile, ...over })] }), observation);
}

describe('orphan_process', () => {
  it.each<[what: string, scene: Scene, types: string[]]>([
    [
      'beside the process that launchd runs',
      { job: launchd, running: [rightful(), at(4182)] },
      ['orphan_process'],
    ],
    [
      'whose parent was gone when ps looked',
      { job: launchd, running: [rightful(), at(4182, { ppid: 4000 })] },
      ['orphan_process'],
    ],
    [
      "under the user's own systemd",
      {
        job: launchd,
        running: [rightful(), at(90, { command: '/lib/systemd/systemd --user' }), at(4182, { ppid: 90 })],
      },
      ['orphan_process'],
    ],
    [
      'beside the unit, and not of its control group',
      {
        job: { ...launchd, manager: 'systemd', state: 'active (running)', pids: [700, 701] },
        running: [rightful(), at(4182)],
      },
      ['orphan_process'],
    ],
    [
      'that is of the control group of the unit',
      {
        job: { ...launchd, manager: 'systemd', state: 'active (running)', pids: [700, 4182] },
        running: [rightful(), at(4182)],
      },
      [],
    ],
    [
      'of a unit whose control group was not seen',
      { job: { ...launchd, manager: 'systemd', state: 'active (running)' }, running: [rightful(), at(4182)] },
      [],
    ],
    ['that launchd itself runs', { job: { ...launchd, pid: 4182 }, running: [at(4182)] }, []],
    ['that the wrapper has started', { job: launchd, running: [rightful(), at(4182, { ppid: 700 })] }, []],
    [
      'that the wrapper has started and let go of',
      { job: launchd, running: [rightful(), at(4182, { elapsed_seconds: hour })] },
      [],
    ],
    [
      'in a shell of somebody',
      { job: launchd, running: [rightful(), at(60, { command: '-zsh' }), at(4182, { ppid: 60 })] },
      [],
    ],
    ['that nobody contradicts', { running: [at(4182)] }, []],
    [
      'beside a job without a process',
      { job: { ...launchd, pid: null, last_exit: 0 }, running: [at(4182)] },
      [],
    ],
    ['beside a job whose process the table lacks', { job: launchd, running: [at(4182)] }, []],
    [
      'where two may run',
      { job: launchd, over: { instances: 2 }, running: [rightful(), at(4182), at(4183)] },
      ['orphan_process'],
    ],
    [
      'where two may run, and one does',
      { job: launchd, over: { instances: 2 }, running: [rightful(), at(4182)] },
      ['process_missing'],
    ],
    [
      'that is a duplicate already',
      { job: { ...launchd, pid: 4182 }, running: [at(4182), at(4183)] },
      ['duplicate_process'],
    ],
    [
      'that is a duplicate of a duplicate',
      { job: launchd, running: [rightful(), at(4182), at(4183)] },
      ['duplicate_process'],
    ],
    [
      'that the lockfile does not name, one finding a cause',
      { lock: 700, running: [rightful(), at(4182)] },
      ['lockfile_mismatch'],
    ],
    ['of a container', { job: launchd, over: { docker_service: 'x' }, running: [rightful(), at(4182)] }, []],
  ])('%s', (_what, situation, types) => {
    const asked = ['container_missing', 'probe_failed', 'health_check_failed'];
    expect(typesIn(scene(situation)).filter((type) => !asked.includes(type))).toEqual(types);
  });

  it.each<[what: string, pid: number | null, uptime_seconds: number | null, types: string[]]>([
    ['its age agrees', 700, 2 * hour - 20, ['orphan_process']],
    ['its age is that of another process', 700, 9 * hour, []],
    ['it tells no age', 700, null, []],
    ['it names the very process', 4182, 24 * hour, []],
    ['it names no pid', null, 2 * hour, []],
  ])('by /health, where %s', (_what, pid, uptime_seconds, types) => {
    const answer = seen(aHealthAnswer({ pid, uptime_seconds }));
    const situation = answering(scene({ running: [rightful(), at(4182)] }), akashic, answer);
    expect(typesIn(situation)).toEqual(types);
  });

  it('is none that runs another program, such as an agent of another job: it is not known', () => {
    const agent = at(4182, { command: '/opt/akashic-records/bin/agent --watch' });
    const { findings, gaps } = compare(scene({ job: launchd, running: [rightful(), agent] }));
    expect(findings.map(({ type }) => type)).not.toContain('orphan_process');
    expect(gaps.flatMap(({ fact, detail }) => (fact.startsWith('copies') ? [detail] : []))).toEqual([
      'they cannot be counted: pid 4182 (/opt/akashic-records/bin/agent …) has its name or folder, but launchd names pid 700, which runs another program. Set a process in the manifest that only akashic-records matches',
    ]);
  });

  it('says who names what, and does not tell to kill what trades', () => {
    const situation = scene({ job: launchd, running: [rightful(), at(4182)] });
    expect(findingOf(situation, 'orphan_process')).toMatchObject({
      severity: 'HIGH',
      summary:
        'akashic-records on knox-mac-mini has 1 orphan process of an earlier session: pid 4182 for 1d (since 2026-03-28). launchd names pid 700 as the service, and these are not part of it: their parent is gone, and nothing will stop them. Check that it has no work, then stop it.',
      evidence: { named_by: 'launchd', named_pid: 700, orphans: [{ pid: 4182, ppid: 1 }] },
    });
    const trades = scene({ job: launchd, running: [rightful(), at(4182)], over: { kind: 'trading' } });
    expect(findingOf(trades, 'orphan_process').summary).toContain('look at its open orders');
    expect(findingOf(trades, 'orphan_process').severity).toBe('CRITICAL');
  });

  it('is not taken for the service in the report: that is what the job manager names', () => {
    const states = (running: Process[]) => compare(scene({ job: launchd, running })).services;
    expect(states([rightful(), at(4182)])).toMatchObject([{ pid: 700, instances: 1 }]);
    expect(states([rightful()])).toMatchObject([{ pid: 700, instances: 1 }]);
    expect(states([at(4182)])).toMatchObject([{ pid: 4182, instances: 1 }]);
  });
});

isRated('orphan_process', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
