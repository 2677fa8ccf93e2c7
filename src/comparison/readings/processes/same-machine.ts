import type { Machine } from '../../../inventory/manifest.ts';
import type { MachineObservation } from '../../../facts/observations.ts';
import type { MachineIdentity } from '../../../facts/machine-identity.ts';

// A machine may be in the manifest under two names: LAN and Tailscale, a DNS name and its address, another port.

/** What is known about a machine: its own identity, and the addresses that its names resolve to; null if not known. */
export type KnownMachine = {
  machine: Machine;
  seen: MachineObservation | undefined;
  resolved: string[] | null;
};

/** The identity that a machine reported over SSH; null if it was not read. */
function identityOf(seen: MachineObservation | undefined): MachineIdentity | null {
  const table = seen?.facts.processes;
  return (table?.ok && table.value.machine) || null;
}

/**
 * Identifies the running system; null if it did not say enough. Equal texts mean that one process table was read under two
 * names. Cloned machines share an id, and containers share their host's boot id, so neither alone is enough.
 */
export function systemOf(seen: MachineObservation | undefined): string | null {
  const identity = identityOf(seen);
  if (!identity?.boot) return null;
  return JSON.stringify([identity.boot, identity.node, identity.pids]);
}

/**
 * Could they be the same machine? This protects trading machines, so it errs on the safe side: a machine that could not be
 * read is `unknown`, and a clone with its id and name counts as the same.
 */
export function sameMachine(one: KnownMachine, other: KnownMachine): 'same' | 'different' | 'unknown' {
  if (one.machine.name === other.machine.name) return 'same';
  const keys = [one.seen?.host_key, other.seen?.host_key];
  if (keys[0] !== undefined && keys[0] === keys[1]) return 'same';
  const [first, second] = [identityOf(one.seen), identityOf(other.seen)];
  if (first && second) {
    const alike = first.node === second.node;
    if (alike && first.id !== null && first.id === second.id) return 'same';
    if (alike && first.boot !== null && first.boot === second.boot) return 'same';
    if ((first.id && second.id) || (first.boot && second.boot)) return 'different';
  }
  const addresses = addressesOf(one);
  if (addressesOf(other).some((address) => addresses.includes(address))) return 'same';
  const isRead = first !== null && second !== null;
  const isResolved = one.resolved !== null && other.resolved !== null;
  return isRead || (isResolved && !other.machine.ssh) ? 'different' : 'unknown';
}

/**
 * Marks of a machine. Two records of one machine share at least one: like `sameMachine`, but for many machines at once.
 * Different machines, such as clones, may share one too.
 */
export function marksOf(known: KnownMachine): string[] {
  const { id = null, boot = null, node = null } = identityOf(known.seen) ?? {};
  const key = known.seen?.host_key;
  return [
    ...(key === undefined ? [] : [`key ${key}`]),
    ...(id === null ? [] : [`id ${id} of ${node}`]),
    ...(boot === null ? [] : [`boot ${boot} of ${node}`]),
    ...addressesOf(known).map((address) => `address ${address}`),
  ];
}

/** Every address of a machine, normalised. All of loopback is one machine: the bot's own, or the jump host. */
function addressesOf({ machine, resolved }: KnownMachine): string[] {
  const { host, jump, interfaces } = machine;
  // `localhost` among the interfaces means the machine itself, so it identifies nothing.
  const others = Object.values(interfaces).filter((address) => spelled(address) !== LOOPBACK);
  return [host, ...others, ...(resolved ?? [])].map((address) => {
    const plain = spelled(address);
    return plain === LOOPBACK && jump !== null ? `${LOOPBACK} of ${jump}` : plain;
  });
}

const LOOPBACK = 'loopback';

function spelled(address: string): string {
  const plain = address
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/, '')
    .replace(/\.$/, '');
  return /^(?:127\.[\d.]+|::1|0:0:0:0:0:0:0:1|localhost|.*\.localhost)$/.test(plain) ? LOOPBACK : plain;
}
