import { BlockList, isIP, isIPv4 } from 'node:net';

/** An address, a network (`10.0.0.0/8`, `fd00::/8`), a name, or every name below one: `*.example.lan`. */
export function isHostPattern(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const network = networkOf(text);
  if (network !== null) return network.bits <= (isIPv4(network.address) ? 32 : 128);
  return /^(?:\*\.)?[\p{L}\p{N}_](?:[\p{L}\p{N}._-]*[\p{L}\p{N}_])?$/u.test(text) && !/^[\d.]+$/.test(text);
}

/** What may be a name: not one with a `%`, which is no zone there and which a resolver may read otherwise. */
const NAME = /^[\p{L}\p{N}._-]+$/u;

/** IPv4 in IPv6: whoever connects there connects to the IPv4 address. */
const mapped = new BlockList();
mapped.addSubnet('::ffff:0:0', 96, 'ipv6');

/**
 * Which hosts a list of patterns contains. A name is only compared as text: its address may change between two lookups, so
 * a network in the list never admits a name.
 */
export function hostList(patterns: readonly string[]): (host: string) => boolean {
  const addresses = { ipv4: new BlockList(), ipv6: new BlockList() };
  const names: string[] = [];
  for (const pattern of patterns) {
    const network = networkOf(pattern);
    if (isIP(pattern) !== 0) addresses[reachedBy(pattern)].addAddress(pattern, familyOf(pattern));
    else if (network) {
      const { address, bits } = network;
      addresses[reachedBy(address)].addSubnet(address, bits, familyOf(address));
    } else names.push(pattern.toLowerCase());
  }
  return (host) => {
    const bare = host.replace(/^\[(.*)\]$/, '$1');
    if (isIP(bare) !== 0) {
      const address = bare.replace(/%.*$/, '');
      return addresses[reachedBy(address)].check(address, familyOf(address));
    }
    if (!NAME.test(bare)) return false;
    const name = bare.toLowerCase().replace(/\.$/, '');
    return names.some((each) => (each.startsWith('*.') ? name.endsWith(each.slice(1)) : name === each));
  };
}

/** The protocol by which an address is reached. A network of all IPv6 has no IPv4 address in it. */
function reachedBy(address: string): 'ipv4' | 'ipv6' {
  return familyOf(address) === 'ipv4' || mapped.check(address, 'ipv6') ? 'ipv4' : 'ipv6';
}

function networkOf(text: string): { address: string; bits: number } | null {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  return isIP(address) === 0 ? null : { address, bits: Number(bits) };
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}
