import { expect, it } from 'vitest';
import { foldDependents } from '../../src/comparison/dependencies.ts';
import { comparing } from '../../src/comparison/index.ts';
import { compare } from '../support/comparison/compare.ts';
import { rules } from '../../src/comparison/index.ts';
import type { Situation } from '../../src/comparison/rule.ts';
import { seen } from '../../src/facts/observation.ts';
import { aFinding } from '../support/builders.ts';
import {
  aHealthAnswer,
  aMachine,
  aMachineObservation,
  aProcess,
  aRelease,
  aService,
  aSituation,
} from '../support/facts/observed.ts';
import { withoutSsh } from '../support/comparison/scene.ts';

const SERVICES = 10;
const PROCESSES = 30;

/** A fleet whose every read of a command line, of an observed interface and of a service's place is counted. */
function fleetOf(
  count: number,
  ofMachine = SERVICES,
  processes = PROCESSES,
): { situation: Situation; reads: () => number } {
  let reads = 0;
  const counted = <Value extends object>(value: Value, ...keys: string[]): Value =>
    new Proxy(value, {
      get(target, key, receiver): unknown {
        if (keys.includes(String(key))) reads += 1;
        return Reflect.get(target, key, receiver);
      },
    });
  const names = Array.from({ length: count }, (_, index) => `m${index}`);
  const services = names.flatMap((machine) =>
    Array.from({ length: ofMachine }, (_, index) =>
      counted(aService({ name: `${machine}-s${index}`, machine, repo: `knox/${machine}` }), 'endpoints'),
    ),
  );
  const tableOf = (machine: string) =>
    [aProcess({ pid: 1, ppid: 0, command: '/sbin/init' })].concat(
      Array.from({ length: processes }, (_, index) =>
        counted(aProcess({ pid: index + 2, command: `/opt/${machine}-s${index}/run` }), 'command', 'ppid'),
      ),
    );
  const asked_by = (machine: string) => ({
    processes: services.filter((service) => service.machine === machine).map(({ name }) => name),
  });
  const observations = {
    machines: Object.fromEntries(
      names.map((machine) => {
        const facts = { processes: seen({ processes: tableOf(machine), own: [], zombies: [] }) };
        return [machine, aMachineObservation({ machine, facts, asked_by: asked_by(machine) })];
      }),
    ),
    health: Object.fromEntries(
      services.map(({ name }) => [name, { tailscale: seen(aHealthAnswer({ pid: null })) }]),
    ),
    releases: Object.fromEntries(names.map((machine) => [`knox/${machine}#main`, seen(aRelease())])),
  };
  const machines = names.map((name) => aMachine({ name }));
  const situation = aSituation({ machines, services, inventory: services, observations });
  reads = 0;
  return { situation, reads: () => reads };
}

it('looks at each process and service of a large fleet a bounded number of times', () => {
  const [small, large] = [20, 200].map((count) => {
    const { situation, reads } = fleetOf(count);
    compare(situation);
    return reads() / (count * (SERVICES + PROCESSES));
  });
  // Ten times the machines are ten times the work, and no more for each of them.
  expect(large).toBeLessThan(12);
  expect(large).toBeLessThanOrEqual((small ?? 0) * 1.05);
});

it('looks at each service of a large machine a bounded number of times', () => {
  const [small, large] = [100, 1000].map((services) => {
    const { situation, reads } = fleetOf(1, services, services);
    // How far it can be reached is told by all of its services together.
    compare(withoutSsh(situation, 'm0'));
    return reads() / services;
  });
  expect(large).toBeLessThanOrEqual((small ?? 0) * 1.05);
});

it('looks at each finding a bounded number of times, although all of a machine is down for one cause', () => {
  const [small, large] = [100, 1000].map((count) => {
    let reads = 0;
    const services = Array.from({ length: count }, (_, index) =>
      aService({ name: `s${index}`, depends_on: index === 0 ? [] : ['s0'] }),
    );
    const findings = services.map(
      ({ name, machine }) =>
        new Proxy(aFinding({ id: name, type: 'health_check_failed', service: name, machine }), {
          get(target, key, receiver): unknown {
            if (key === 'type' || key === 'service') reads += 1;
            return Reflect.get(target, key, receiver);
          },
        }),
    );
    const folded = foldDependents(aSituation({ services, inventory: services }), findings);
    expect(folded.filter(({ evidence }) => 'caused_by' in evidence)).toHaveLength(count - 1);
    return reads / count;
  });
  expect(large).toBeLessThanOrEqual((small ?? 0) * 1.05);
});

it('does as much between two pauses for a large fleet as for a small one', () => {
  const [small, large] = [20, 100].map((count) => {
    const { situation, reads } = fleetOf(count);
    const steps = comparing(situation);
    let [most, before] = [0, 0];
    while (steps.next().done !== true) {
      most = Math.max(most, reads() - before);
      before = reads();
    }
    return most;
  });
  expect(large).toBe(small);
});

it('can pause after each machine, rule and service, also within a rule, and comes to the same', () => {
  const { situation } = fleetOf(20);
  const steps = comparing(situation);
  let pauses = 0;
  let step = steps.next();
  while (step.done !== true) {
    pauses += 1;
    step = steps.next();
  }
  const services = 20 * SERVICES;
  const byService = rules.filter((rule) => 'judgeService' in rule).length;
  expect(byService).toBeGreaterThan(20);
  expect(pauses).toBeGreaterThanOrEqual(20 + rules.length + byService * services + services);
  expect(step.value).toEqual(compare(situation));
});
