import { describe, expect, it } from 'vitest';
import type { Situation } from '../../../src/comparison/rule.ts';
import type { Service } from '../../../src/inventory/manifest.ts';
import type { HealthAnswer } from '../../../src/facts/health-answer.ts';
import type { Listener } from '../../../src/facts/listener.ts';
import { seen, unseen } from '../../../src/facts/observation.ts';
import type { Observation } from '../../../src/facts/observation.ts';
import {
  aHealthAnswer,
  aMachine,
  aMachineObservation,
  anEndpoint,
  aProcess,
  aService,
  aSituation,
} from '../../support/facts/observed.ts';
import { findingOf, refused, timeout, typesIn, withMachine } from '../../support/comparison/scene.ts';

const akashic = 'akashic-records';
const tailscale = '100.91.193.23';
const local = anEndpoint({ interface: 'localhost', url: 'http://127.0.0.1:8002/health', from: 'machine' });
const own = { pid: 41, process: 'serve' };

const row = (address: string, over: Partial<Listener> = {}): Listener => ({
  address,
  port: 8002,
  ...own,
  ...over,
});

/** localhost answers, tailscale does not, and these listen. */
function listening(
  rows: Listener[] | Observation<never>,
  answer: Observation<HealthAnswer> = refused,
  over: Partial<Service> = {},
): Situation {
  const services = [aService({ endpoints: [anEndpoint(), local], ...over })];
  const situation = aSituation({ services, machines: [aMachine({ interfaces: { tailscale } })] });
  const processes = [
    aProcess({ pid: 41, command: '/opt/akashic-records/serve' }),
    aProcess({ pid: 42, ppid: 41, command: '/opt/akashic-records/serve' }),
    aProcess({ pid: 43, ppid: 41, command: '/opt/akashic-records/serve' }),
    aProcess({ pid: 77, command: '/usr/bin/old' }),
  ];
  const machine = aMachineObservation({
    processes,
    asked_by: { processes: [akashic], listeners: [akashic] },
  });
  machine.facts.listeners = Array.isArray(rows) ? seen(rows) : rows;
  situation.observations.health[akashic] = {
    tailscale: answer,
    localhost: seen(aHealthAnswer({ pid: null })),
  };
  return withMachine(situation, machine);
}

function layerOf(situation: Situation): unknown {
  const { evidence, summary } = findingOf(situation, 'interface_mismatch');
  const [layer] = evidence['layers'] as { layer: string; detail: string }[];
  expect(summary).toContain(layer ? `on tailscale ${layer.detail}` : 'check what it listens on');
  return layer ? `${layer.layer}: ${layer.detail}` : null;
}

describe('the network diagnosis of an interface', () => {
  it.each<
    [rows: Listener[], layer: string | null, answer?: Observation<HealthAnswer>, over?: Partial<Service>]
  >([
    [[row('127.0.0.1')], 'loopback_only: serve (pid 41) is bound only to loopback (127.0.0.1:8002)'],
    [
      [row('127.0.0.1', { pid: null, process: null }), row('::1', { pid: null, process: null })],
      'loopback_only: a process that the SSH user cannot see is bound only to loopback (127.0.0.1:8002 and [::1]:8002)',
    ],
    [
      [row('127.0.0.1'), row('192.168.1.20')],
      `other_address: serve (pid 41) listens on 127.0.0.1:8002 and 192.168.1.20:8002 only, not on ${tailscale}`,
    ],
    [[row('127.0.0.1', { port: 8003 })], 'nobody: nothing listens on port 8002'],
    [[row('127.0.0.1', { port: 8003 })], null, refused, { docker_service: 'akashic' }],
    [
      [row('*')],
      'unreachable: serve (pid 41) listens there, yet nothing gets through: a firewall, or the interface is down',
      timeout,
    ],
    [
      [row('0.0.0.0')],
      'unreachable: serve (pid 41) listens there, yet nothing gets through: a firewall, or the interface is down',
    ],
    [
      [row('::'), row('127.0.0.1')],
      `other_address: serve (pid 41) listens on [::]:8002 and 127.0.0.1:8002 only, not on ${tailscale}`,
    ],
    [
      [row('127.0.0.1'), row(tailscale, { pid: 77, process: 'old' })],
      'another_process: old (pid 77) listens there',
    ],
    [
      [row('127.0.0.1'), row('*', { pid: 77, process: 'old' })],
      'another_process: old (pid 77) listens there',
      seen(aHealthAnswer({ status: 500, pid: null })),
    ],
    [
      [row('127.0.0.1'), row(tailscale, { pid: 42 })],
      'unreachable: serve (pid 42) listens there, yet nothing gets through: a firewall, or the interface is down',
    ],
    [
      [row('127.0.0.1', { pid: 42 }), row(tailscale, { pid: 43 })],
      'unreachable: serve (pid 43) listens there, yet nothing gets through: a firewall, or the interface is down',
    ],
    [
      [row('127.0.0.1'), row(tailscale, { pid: null, process: null })],
      'unreachable: a process that the SSH user cannot see listens there, yet nothing gets through: a firewall, or the interface is down',
    ],
    [
      [row('*')],
      'service: serve (pid 41) answers there too, but not correctly',
      seen(aHealthAnswer({ status: 503, pid: null })),
    ],
  ])('%j', (rows, layer, answer, over) => {
    expect(layerOf(listening(rows, answer, over))).toBe(layer);
  });

  it('is not guessed where the address is not the machine’s own: a proxy may stand before it', () => {
    const endpoints = [anEndpoint({ url: 'https://akashic.example.org/health' }), local];
    expect(layerOf(listening([row('127.0.0.1')], refused, { endpoints }))).toBeNull();
  });

  it('leaves the finding as it was where the table was not seen, and says that it was not', () => {
    const situation = listening(unseen('timeout', 'listeners did not answer within 10 s'));
    expect(layerOf(situation)).toBeNull();
    expect(typesIn(situation)).toEqual(['interface_mismatch', 'probe_failed']);
  });

  it('is no finding of its own while all interfaces answer', () => {
    const fine = seen(aHealthAnswer({ pid: null }));
    expect(typesIn(listening([row('127.0.0.1'), row(tailscale, { pid: 77 })], fine))).toEqual([]);
  });
});
