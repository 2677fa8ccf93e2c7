import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import type { Situation } from '../../../../src/comparison/rule.ts';
import type { Service } from '../../../../src/inventory/manifest.ts';
import { unseen } from '../../../../src/facts/observation.ts';
import type { Process } from '../../../../src/facts/process.ts';
import { aMachineObservation, aProcess, aService, aSituation } from '../../../support/facts/observed.ts';
import { findingOf, fleet, hour, shivaAt, typesIn, withMachine } from '../../../support/comparison/scene.ts';

describe('duplicate_process', () => {
  it('is two trees on one machine: who, since when, which is the extra copy, what to do', () => {
    const situation = fleet({}, [shivaAt(812), shivaAt(4711, { elapsed_seconds: 2 * hour })]);
    const { summary, severity, machine, evidence } = findingOf(situation, 'duplicate_process');
    expect(summary).toBe(
      'shiva on tesseract runs more than once (2 running, expected 1): pid 812 on tesseract for 1d 6h (since 2026-03-28) and pid 4711 on tesseract for 2h (since 16:00 UTC). The extra copy: pid 4711 on tesseract (the youngest). Both may trade on one account. Check open orders, then stop the extra copy.',
    );
    expect([severity, machine]).toEqual(['CRITICAL', 'tesseract']);
    expect(evidence['trees']).toEqual([
      expect.objectContaining({
        machine: 'tesseract',
        pid: 812,
        user: 'knox',
        extra: false,
        reason: null,
      }),
      expect.objectContaining({
        pid: 4711,
        elapsed_seconds: 2 * hour,
        extra: true,
        reason: 'the youngest',
      }),
    ]);
    expect(compare(situation).services[0]).toMatchObject({ status: 'drift', instances: 2 });
  });

  it('says of three which is the youngest', () => {
    const copies = [
      shivaAt(812),
      shivaAt(4711, { elapsed_seconds: 2 * hour }),
      shivaAt(4800, { elapsed_seconds: hour }),
    ];
    const { summary } = findingOf(fleet({}, copies), 'duplicate_process');
    expect(summary).toContain(
      'pid 4711 on tesseract (younger than the first) and pid 4800 on tesseract (the youngest)',
    );
  });

  it('is the same singleton on two machines', () => {
    const situation = fleet({}, [shivaAt(812, { elapsed_seconds: hour })], [shivaAt(4711)]);
    const { summary, evidence } = findingOf(situation, 'duplicate_process');
    expect(summary).toContain('shiva runs on tesseract and knox-mac-mini at once');
    expect(summary).toContain(
      'The extra copy: pid 4711 on knox-mac-mini (the manifest puts shiva on tesseract).',
    );
    expect(evidence['trees']).toMatchObject([
      { pid: 812, extra: false },
      { pid: 4711, extra: true },
    ]);
  });

  it('is none on one machine that the manifest lists under two names', () => {
    const twice = fleet({}, [shivaAt(812)], [shivaAt(812)]);
    const [home] = twice.machines.filter(({ name }) => name === 'tesseract');
    const under = (over: object) => {
      const machines = twice.machines.map((each) =>
        each === home ? each : { ...home!, name: each.name, ...over },
      );
      return typesIn({ ...twice, machines });
    };
    expect(under({})).not.toContain('duplicate_process');
    for (const other of [{ port: 2222 }, { host: '10.9.9.9' }, { jump: 'bastion' }, { site: 'office' }])
      expect(under(other)).toContain('duplicate_process');
  });

  it('is also one that answers /health at home, and one that runs elsewhere', () => {
    const situation = fleet({}, [aProcess({ pid: 5, command: 'python3 /srv/main.py' })], [shivaAt(4711)]);
    expect(findingOf(situation, 'duplicate_process').evidence['trees']).toMatchObject([
      { machine: 'tesseract', pid: null, extra: false },
      { machine: 'knox-mac-mini', pid: 4711, extra: true },
    ]);
  });

  it.each<[string, (situation: Situation) => Situation]>([
    [
      'did not answer',
      (situation) => {
        const home = situation.observations.machines['tesseract']!;
        const connection = {
          status: 'failed' as const,
          reason: 'unreachable' as const,
          detail: 'no route',
          host_key: null,
        };
        return withMachine(situation, { ...home, connection, facts: {} });
      },
    ],
    [
      'has a table that could not be read',
      (situation) => {
        const home = situation.observations.machines['tesseract']!;
        const facts = { processes: unseen('malformed', 'the listing broke off') };
        return withMachine(situation, { ...home, facts });
      },
    ],
    [
      'is not read by SSH',
      (situation) => {
        const { tesseract: _home, ...others } = situation.observations.machines;
        const machines = situation.machines.map((each) =>
          each.name === 'tesseract' ? { ...each, ssh: false } : each,
        );
        return { ...situation, machines, observations: { ...situation.observations, machines: others } };
      },
    ],
  ])('is unknown where /health answers, one runs elsewhere, and its own machine %s', (_, change) => {
    const { findings, services, coverage } = compare(change(fleet({}, [], [shivaAt(4711)])));
    expect(findings.map(({ type }) => type)).not.toContain('duplicate_process');
    expect(services[0]?.status).toBe('unknown');
    expect(coverage.blind['shiva']).toContain('duplicate_process');
  });

  it('is unknown to /dupes where one runs elsewhere, and only /health could tell of one at home', () => {
    const asked = fleet({}, [aProcess({ pid: 5, command: 'python3 /srv/main.py' })], [shivaAt(4711)]);
    const { health: _health, ...observations } = asked.observations;
    const found = compare({ ...asked, only: 'processes', observations: { ...observations, health: {} } });
    expect(found.findings.map(({ type }) => type)).toEqual(['probe_failed']);
    expect(found.services[0]?.status).toBe('unknown');
    expect(found.coverage.blind['shiva']).toContain('duplicate_process');
  });

  it('redacts and caps the command line', () => {
    const command = `/usr/bin/python3 /opt/shiva/main.py --password hunter2 ${'x'.repeat(900)}`;
    const { evidence, summary } = findingOf(
      fleet({}, [shivaAt(101, { command }), shivaAt(102)]),
      'duplicate_process',
    );
    expect(JSON.stringify([evidence, summary])).not.toContain('hunter2');
    expect(JSON.stringify(evidence).length).toBeLessThan(1200);
  });

  it.each<[what: string, over: Partial<Service>, tesseract: Process[], mini: Process[], types: string[]]>([
    ['one', {}, [shivaAt(101)], [], []],
    ['none under the default name', {}, [], [], ['probe_failed']],
    [
      'a master with four workers',
      {},
      [shivaAt(101), ...[102, 103, 104, 105].map((pid) => shivaAt(pid, { ppid: 101 }))],
      [],
      [],
    ],
    ['as many as declared', { instances: 2 }, [shivaAt(101), shivaAt(102)], [], []],
    [
      'more than declared',
      { instances: 2 },
      [shivaAt(101), shivaAt(102), shivaAt(103)],
      [],
      ['duplicate_process'],
    ],
    ['one where none belongs', { instances: 0 }, [shivaAt(101)], [], ['duplicate_process']],
    [
      'one elsewhere of what may run on each machine',
      { singleton: 'machine' },
      [shivaAt(101)],
      [shivaAt(109)],
      [],
    ],
    [
      'traps beside it',
      {},
      [
        shivaAt(101),
        shivaAt(20, { command: 'tail -f shiva.log' }),
        shivaAt(21, { command: 'vim /opt/shiva/main.py' }),
        shivaAt(22, { command: 'sh -s' }),
        shivaAt(23, { command: '/opt/shiva-gateway/run' }),
        shivaAt(24, { state: 'Z', command: '[python3] <defunct>', ppid: 99 }),
      ],
      [],
      [],
    ],
  ])('%s gives %j', (_what, over, tesseract, mini, types) => {
    expect(typesIn(fleet(over, tesseract, mini))).toEqual(types);
  });

  it('is not raised where two services share one description', () => {
    const services = ['a', 'b'].map((name) => aService({ name, process: 'gunicorn' }));
    const table = (count: number) =>
      aMachineObservation({
        processes: Array.from({ length: count }, (_, pid) =>
          aProcess({ pid: pid + 100, ppid: 999, command: 'gunicorn x' }),
        ),
      });
    expect(typesIn(withMachine(aSituation({ services }), table(2)))).toEqual([]);
    expect(typesIn(withMachine(aSituation({ services }), table(3)))).toEqual([
      'duplicate_process',
      'duplicate_process',
    ]);
    expect(compare(withMachine(aSituation({ services }), table(2))).services[0]?.instances).toBeNull();
  });
});
