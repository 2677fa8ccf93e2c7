import { describe, expect, it } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import type { Service } from '../../src/inventory/manifest.ts';
import { unseen } from '../../src/facts/observation.ts';
import type { Process } from '../../src/facts/process.ts';
import { aMachine, aMachineObservation, aService, aSituation } from '../support/facts/observed.ts';
import {
  findingOf,
  fleet,
  shivaAt,
  statusesIn,
  typesIn,
  withMachine,
  withoutSsh,
} from '../support/comparison/scene.ts';
import { isRated } from '../support/findings/is-rated.ts';

describe('a process table that was not seen', () => {
  it('makes a singleton unknown, wherever it was', () => {
    const elsewhere = withoutSsh(fleet({}, [shivaAt(101)]), 'knox-mac-mini');
    expect(typesIn(elsewhere)).toEqual(['machine_unreachable']);
    expect(findingOf(elsewhere, 'machine_unreachable').summary).toContain(
      'Whether a second shiva runs there is unknown',
    );
    expect(findingOf(elsewhere, 'machine_unreachable').severity).toBe('HIGH');
    expect(statusesIn(elsewhere)).toEqual({ shiva: 'unknown' });
    expect(compare(elsewhere).gaps).toMatchObject([
      { service: 'shiva', fact: 'processes of knox-mac-mini', detail: 'no answer from 100.91.193.23:22' },
    ]);
  });

  it('names the section that failed, once, with the services behind it', () => {
    const services = [aService(), aService({ name: 'indexer' })];
    const observation = aMachineObservation({
      facts: { processes: unseen('timeout', 'processes did not answer within 10 s') },
      asked_by: { processes: ['akashic-records', 'indexer'] },
    });
    const situation = withMachine(aSituation({ services }), observation);
    expect(typesIn(situation)).toEqual(['probe_failed']);
    expect(findingOf(situation, 'probe_failed')).toMatchObject({
      machine: 'knox-mac-mini',
      severity: 'HIGH',
      evidence: { services: ['akashic-records', 'indexer'], fact: 'processes' },
    });
    expect(statusesIn(situation)).toEqual({ 'akashic-records': 'unknown', indexer: 'unknown' });
    expect(compare(situation).machines).toMatchObject([{ status: 'partial' }]);
  });

  it('does not hide a duplicate that was seen elsewhere', () => {
    const situation = withoutSsh(fleet({}, [shivaAt(101), shivaAt(102)]), 'knox-mac-mini');
    expect(statusesIn(situation)).toEqual({ shiva: 'drift' });
  });

  it('of a machine that the audit never asked is unknown too', () => {
    const situation = fleet({}, [shivaAt(101)]);
    delete situation.observations.machines['knox-mac-mini'];
    expect(statusesIn(situation)).toEqual({ shiva: 'unknown' });
    expect(findingOf(situation, 'probe_failed').summary).toContain('processes of knox-mac-mini (not read)');
  });
});

describe('process_missing', () => {
  it.each<
    [what: string, over: Partial<Service>, running: Process[], types: string[], instances: number | null]
  >([
    ['a declared process', { process: 'main.py' }, [], ['process_missing'], 0],
    ['a declared number', { instances: 2 }, [shivaAt(101)], ['process_missing'], 1],
    ['a lockfile', { lockfile: '/run/shiva.pid' }, [], ['process_missing', 'probe_failed'], 0],
    ['nothing that says how it looks', {}, [], [], null],
    ['a declared process that runs', { process: 'main.py' }, [shivaAt(101)], [], 1],
  ])('%s', (_what, over, running, types, instances) => {
    const situation = fleet({ kind: 'stateful', singleton: 'machine', ...over }, running);
    expect(typesIn(situation)).toEqual(types);
    expect(compare(situation).services[0]?.instances).toBe(instances);
  });

  it('says what was looked for', () => {
    const situation = fleet({ process: 'main.py', kind: 'stateful' }, []);
    expect(findingOf(situation, 'process_missing').summary).toBe(
      'shiva on tesseract does not run: no process matches main.py. Read its log, then start it.',
    );
  });
});

describe('zombie_process', () => {
  const zombie = (over: Partial<Process>) =>
    shivaAt(50, { state: 'Z', command: '[worker] <defunct>', ppid: 1, ...over });
  it.each<[what: string, zombie: Process, types: string[]]>([
    ['below the service', zombie({ ppid: 812 }), ['zombie_process']],
    ['with its name', zombie({ command: '[shiva] <defunct>' }), ['zombie_process']],
    ['with its name on macOS', zombie({ command: '(shiva)' }), ['zombie_process']],
    ['that ended just now', zombie({ ppid: 812, elapsed_seconds: 1 }), []],
    ['of somebody else', zombie({ ppid: 7 }), []],
    ['of sshd', zombie({ command: '[sshd] <defunct>', ppid: 8 }), []],
  ])('%s', (_what, dead, types) => {
    expect(typesIn(fleet({}, [shivaAt(812), dead]))).toEqual(types);
  });

  it('is no finding for a worker of days that ended between two looks', () => {
    const processes = [shivaAt(812), zombie({ ppid: 812, elapsed_seconds: 3 * 86_400 })];
    const table = (zombies: number[]) => {
      const observation = aMachineObservation({ machine: 'tesseract', processes, zombies });
      observation.asked_by = { processes: ['shiva'] };
      return withMachine(fleet({}, processes), observation);
    };
    expect(typesIn(table([]))).toEqual([]);
    expect(typesIn(table([50]))).toEqual(['zombie_process']);
  });

  it('names the parent that does not collect', () => {
    const { summary } = findingOf(fleet({}, [shivaAt(812), zombie({ ppid: 812 })]), 'zombie_process');
    expect(summary).toContain('1 zombie process (pid 50): 1 parent (pid 812) did not reap them.');
  });
});

describe('/dupes', () => {
  it('judges processes alone', () => {
    const situation = fleet({ endpoints: [] }, [
      shivaAt(101, { elapsed_seconds: 99 * 86_400 }),
      shivaAt(102),
    ]);
    situation.observations.health = {};
    situation.observations.releases = {};
    expect(typesIn({ ...situation, only: 'processes' })).toEqual(['duplicate_process']);
    expect(statusesIn({ ...fleet({}, [shivaAt(101)]), only: 'processes' })).toEqual({ shiva: 'in_sync' });
  });

  it('calls a service unknown where no process table can be had, without a finding', () => {
    const situation = aSituation({ machines: [aMachine({ ssh: false })], only: 'processes' });
    situation.observations = { machines: {}, health: {}, releases: {} };
    expect(compare(situation)).toMatchObject({
      findings: [],
      services: [{ status: 'unknown' }],
      machines: [{ status: 'not_probed', error: expect.stringContaining('ssh: false') }],
    });
  });
});

isRated('duplicate_process', ['CRITICAL', 'CRITICAL', 'CRITICAL'], 'CRITICAL');
isRated('zombie_process', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('process_missing', ['CRITICAL', 'CRITICAL', 'HIGH'], 'CRITICAL');
