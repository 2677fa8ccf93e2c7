import { BlockList, isIP, isIPv4 } from 'node:net';

/** An address, a network (`10.0.0.0/8`, `fd00::/8`), a name, or every name below one: `*.example.lan`. */
export function isHostPattern(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const network = networkOf(text);
  if (network !== null) return network.bits <= (isIPv4(network.address) ? 32 : 128);
  return /^(?:\*\.)?[\p{L}\p{N}_](?:[\p{L}\p{N}._-]*[\p{L}\p{N}_])?$/u.test(text) && !/^[\d.]+$/.test(text);
}

/**
 * Which hosts a list of patterns contains. A name is only compared as text: its address may change between two lookups, so
 * a network in the list never admits a name.
 */
export function hostList(patterns: readonly string[]): (host: string) => boolean {
  const addresses = new BlockList();
  const names: string[] = [];
  for (const pattern of patterns) {
    const network = networkOf(pattern);
    if (isIP(pattern) !== 0) addresses.addAddress(pattern, familyOf(pattern));
    else if (network) addresses.addSubnet(network.address, network.bits, familyOf(network.address));
    else names.push(pattern.toLowerCase());
  }
  return (host) => {
    const plain = host.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
    if (isIP(plain) !== 0) return addresses.check(plain, familyOf(plain));
    const name = plain.toLowerCase().replace(/\.$/, '');
    return names.some((each) => (each.startsWith('*.') ? name.endsWith(each.slice(1)) : name === each));
  };
}

function networkOf(text: string): { address: string; bits: number } | null {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  return isIP(address) === 0 ? null : { address, bits: Number(bits) };
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}
