import type { Machine } from '../../../inventory/manifest.ts';
import type { MachineObservation } from '../../../facts/observations.ts';
import type { MachineIdentity } from '../../../facts/machine-identity.ts';

// A machine may be in the manifest under two names: LAN and Tailscale, a DNS name and its address, another port.

/** What is known of a machine: what it said about itself, and the addresses that its names resolve to, null where unknown. */
export type KnownMachine = {
  machine: Machine;
  seen: MachineObservation | undefined;
  resolved: string[] | null;
};

/** What a machine that SSH reached says it is; null where it was not read. */
function identityOf(seen: MachineObservation | undefined): MachineIdentity | null {
  const table = seen?.facts.processes;
  return (table?.ok && table.value.machine) || null;
}

/**
 * Which running system answered, null where it did not say enough: equal texts mean that one process table was read
 * under two names. Machines that were cloned share an id, and containers the boot of their host: neither alone proves it.
 */
export function systemOf(seen: MachineObservation | undefined): string | null {
  const identity = identityOf(seen);
  if (!identity?.boot) return null;
  return JSON.stringify([identity.boot, identity.node, identity.pids]);
}

/**
 * May they be one machine? Made for what must not be touched: a machine that could not be read is `unknown`, and a
 * clone with its id and name counts as the same.
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
 * Texts of which two records of one machine have one in common: as `sameMachine`, but for many at once, and where
 * nobody knows of the others. Different machines may share one too, such as clones.
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

/** Every address of a machine in one spelling. All of loopback is one machine: the bot's own, or that of the jump host. */
function addressesOf({ machine, resolved }: KnownMachine): string[] {
  const { host, jump, interfaces } = machine;
  // `localhost` among the interfaces is the machine's own, whichever that is.
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
