import { describe, expect, it } from 'vitest';
import { instancesOn } from '../../../../src/comparison/readings/processes/instances.ts';
import type { Service } from '../../../../src/inventory/manifest.ts';
import { seen } from '../../../../src/facts/observation.ts';
import {
  aHealthAnswer,
  aMachineObservation,
  anEndpoint,
  aProcess,
  aService,
  aSituation,
} from '../../../support/facts/observed.ts';
import { withMachine } from '../../../support/comparison/scene.ts';

const at = (path: string) =>
  anEndpoint({ interface: 'localhost', url: `http://127.0.0.1:8002${path}`, from: 'machine' });

/** What is taken for site where only the port tells: pid 41 listens on it, for ten minutes. */
function takenFor(uptimes: (number | null)[], others: Partial<Service>[] = []) {
  const endpoints = uptimes.map((_, index) => ({ ...at('/'), interface: `way-${index}` }));
  const services = [aService({ name: 'site', endpoints }), ...others.map(aService)];
  const answers = uptimes.map((uptime_seconds) => seen(aHealthAnswer({ pid: null, uptime_seconds })));
  const health = { site: Object.fromEntries(answers.map((answer, index) => [`way-${index}`, answer])) };
  const situation = aSituation({ services, observations: { machines: {}, releases: {}, health } });
  const processes = [aProcess({ pid: 41, command: '/usr/bin/node index.js', elapsed_seconds: 600 })];
  const listeners = seen([{ address: '127.0.0.1', port: 8002, pid: 41, process: 'node' }]);
  const table = seen({ processes, own: [], zombies: [] });
  const observed = aMachineObservation({ facts: { processes: table, listeners } });
  const found = instancesOn(
    withMachine(situation, observed),
    situation.services[0]?.machine ?? '',
    services[0] ?? aService(),
  );
  return found?.trees.map(({ root }) => root.pid);
}

describe('a process that only its port tells', () => {
  it.each<[what: string, uptimes: (number | null)[], others?: Partial<Service>[]]>([
    ['says no age', [null]],
    ['is as old as /health says', [590]],
    ['serves another port of a neighbour', [600], [{ name: 'other', endpoints: [] }]],
  ])('is the service where it %s', (_, uptimes, others) => {
    expect(takenFor(uptimes, others)).toEqual([41]);
  });

  it.each<[what: string, uptimes: (number | null)[], others?: Partial<Service>[]]>([
    ['is younger than the service', [90_000]],
    ['is older than the service', [5]],
    ['is older than one of its answers', [600, 5]],
    ['answers for a second service', [null], [{ name: 'other', endpoints: [at('/other')] }]],
  ])('is a proxy where it %s', (_, uptimes, others) => {
    expect(takenFor(uptimes, others)).toEqual([]);
  });
});
