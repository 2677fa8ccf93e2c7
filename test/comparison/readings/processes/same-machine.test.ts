import { describe, expect, it } from 'vitest';
import {
  marksOf,
  sameMachine,
  systemOf,
} from '../../../../src/comparison/readings/processes/same-machine.ts';
import type { KnownMachine } from '../../../../src/comparison/readings/processes/same-machine.ts';
import type { MachineIdentity } from '../../../../src/facts/machine-identity.ts';
import { seen } from '../../../../src/facts/observation.ts';
import { aMachine, aMachineObservation } from '../../../support/facts/observed.ts';
import { fleet, shivaAt, typesIn, withMachine } from '../../../support/comparison/scene.ts';

const identity: MachineIdentity = { id: 'f3a1', boot: '9c2e', node: 'tess', pids: 'pid:[4026531836]' };

function read(who: Partial<MachineIdentity> | null, host_key?: string) {
  const machine = { ...identity, ...who };
  const table = { processes: [], own: [], ...(who === null ? {} : { machine }) };
  return aMachineObservation({ facts: { processes: seen(table) }, ...(host_key ? { host_key } : {}) });
}

function at(
  host: string,
  over: Partial<KnownMachine['machine']> = {},
  rest: Partial<KnownMachine> = {},
): KnownMachine {
  const machine = aMachine({ name: host, host, interfaces: {}, ...over });
  return { machine, seen: undefined, resolved: [host], ...rest };
}

describe('two names of the manifest', () => {
  it.each<[string, KnownMachine, KnownMachine]>([
    ['the same name', at('10.0.0.1'), at('10.0.0.2', { name: '10.0.0.1' })],
    ['the same address', at('10.0.0.1', { name: 'a' }), at('10.0.0.1', { name: 'b' })],
    ['another port of it', at('10.0.0.1', { name: 'a' }), at('10.0.0.1', { name: 'b', port: 2222 })],
    ['127.0.0.1 and localhost', at('127.0.0.1'), at('localhost')],
    ['127.0.0.1 and 127.0.0.2', at('127.0.0.1'), at('127.0.0.2')],
    ['127.0.0.1 and ::1', at('127.0.0.1'), at('::1')],
    ['127.0.0.1 and ::ffff:127.0.0.1', at('127.0.0.1'), at('::ffff:127.0.0.1')],
    ['an address mapped into IPv6', at('10.0.0.1'), at('::FFFF:10.0.0.1')],
    ['capitals and the dot of the root', at('Tess.lan'), at('tess.lan.')],
    ['a name and its address', at('tess.lan', {}, { resolved: ['10.0.0.1'] }), at('10.0.0.1')],
    ['an interface', at('10.0.0.1', { interfaces: { tailscale: '100.64.0.9' } }), at('100.64.0.9')],
    [
      'one host key',
      at('10.0.0.1', {}, { seen: read(null, 'k') }),
      at('10.0.0.2', {}, { seen: read(null, 'k') }),
    ],
    [
      'one id',
      at('10.0.0.1', {}, { seen: read({ boot: null }) }),
      at('10.0.0.2', {}, { seen: read({ boot: '7' }) }),
    ],
    [
      'one boot',
      at('10.0.0.1', {}, { seen: read({ id: null }) }),
      at('10.0.0.2', {}, { seen: read({ id: '7' }) }),
    ],
  ])('may not be told apart: %s', (_, one, other) => {
    expect([sameMachine(one, other), sameMachine(other, one)]).toEqual(['same', 'same']);
    // What waits for its turn on a machine knows it by these.
    const shared = marksOf(one).filter((mark) => marksOf(other).includes(mark));
    expect(shared.length > 0 || one.machine.name === other.machine.name).toBe(true);
  });

  it('share no mark where nothing that they say is the same', () => {
    const one = marksOf(at('10.0.0.1', {}, { seen: read({ id: null }, 'k') }));
    const other = marksOf(at('10.0.0.2', {}, { seen: read({ id: null, node: 'c' }, 'l') }));
    expect(one).toEqual(['key k', 'boot 9c2e of tess', 'address 10.0.0.1', 'address 10.0.0.1']);
    expect(other.filter((mark) => one.includes(mark))).toEqual([]);
  });

  it.each<[string, KnownMachine, KnownMachine]>([
    [
      'other ids',
      at('10.0.0.1', {}, { seen: read({}) }),
      at('10.0.0.2', {}, { seen: read({ id: '8', boot: '7' }) }),
    ],
    [
      'a container of the host',
      at('10.0.0.1', {}, { seen: read({}) }),
      at('10.0.0.2', {}, { seen: read({ node: 'c' }) }),
    ],
    [
      'two behind one address, each with its port',
      at('10.0.0.1', { name: 'a' }, { seen: read({}, 'k') }),
      at('10.0.0.1', { name: 'b', port: 2222 }, { seen: read({ id: '8', boot: '7' }, 'l') }),
    ],
    ['nothing in common, and no SSH to ask', at('10.0.0.1'), at('10.0.0.2', { ssh: false })],
    [
      'both read, though neither says what it is',
      at('10.0.0.1', {}, { seen: read({ id: null, boot: null }) }),
      at('10.0.0.2', {}, { seen: read({ id: null, boot: null }) }),
    ],
    [
      'loopback of two jump hosts',
      at('127.0.0.1', { name: 'a', jump: 'x' }, { seen: read({}) }),
      at('127.0.0.1', { name: 'b', jump: 'y' }, { seen: read({ id: '8', boot: '7' }) }),
    ],
  ])('are two machines: %s', (_, one, other) => {
    expect(sameMachine(one, other)).toBe('different');
  });

  it.each<[string, KnownMachine]>([
    ['it did not answer', at('10.0.0.2')],
    ['it does not say what it is', at('10.0.0.2', {}, { seen: read(null) })],
    ['its name does not resolve', at('tess.lan', { ssh: false }, { resolved: null })],
  ])('may be one machine where %s', (_, other) => {
    expect(sameMachine(at('10.0.0.1', {}, { seen: read({}) }), other)).toBe('unknown');
  });
});

describe('a machine that is read under two names', () => {
  const twice = (over: Partial<MachineIdentity>) => {
    const situation = fleet({}, [shivaAt(812)], [shivaAt(812)]);
    const facts = (machine: MachineIdentity) => ({
      processes: seen({ processes: [shivaAt(812)], own: [], zombies: [], machine }),
    });
    const home = aMachineObservation({ machine: 'tesseract', facts: facts(identity) });
    return typesIn(
      withMachine(
        withMachine(situation, home),
        aMachineObservation({ facts: facts({ ...identity, ...over }) }),
      ),
    );
  };

  it('is no second copy of what runs there', () => {
    expect(twice({})).not.toContain('duplicate_process');
  });

  it.each([{ boot: 'other' }, { boot: null }, { node: 'other' }, { pids: 'pid:[1]' }])(
    'is two machines with %j',
    (over) => {
      expect(twice(over)).toContain('duplicate_process');
    },
  );

  it('has no name where it does not say when it started', () => {
    expect(systemOf(read({ boot: null }))).toBeNull();
    expect(systemOf(undefined)).toBeNull();
  });
});
