import { BlockList, isIPv6 } from 'node:net';

const WINDOW_MS = 60_000;
const MOST = 20;
/** With more addresses, the oldest are dropped, so that memory stays small. */
const ADDRESSES = 10_000;

export type FailedAttempts = {
  /** Seconds until the address's network may try again; null if it may now. */
  barred(address: string): number | null;
  /** Counts a wrong secret: after 20 within 60 s its network may not try again, even with the right one. */
  wrong(address: string): void;
};

/** Counts wrong secrets per network. */
export function createFailedAttempts(now: () => number): FailedAttempts {
  const failures = new Map<string, { wrong: number; until: number }>();

  function barred(address: string): number | null {
    const network = networkOf(address);
    const tried = failures.get(network);
    // the clock may have been set back
    const left = tried === undefined ? 0 : Math.min(tried.until - now(), WINDOW_MS);
    if (tried && left <= 0) failures.delete(network);
    return tried && left > 0 && tried.wrong >= MOST ? Math.ceil(left / 1000) : null;
  }

  function wrong(address: string): void {
    const network = networkOf(address);
    const tried = failures.get(network) ?? { wrong: 0, until: now() + WINDOW_MS };
    tried.wrong += 1;
    failures.set(network, tried);
    for (const oldest of failures.keys()) {
      if (failures.size <= ADDRESSES) return;
      failures.delete(oldest);
    }
  }

  return { barred, wrong };
}

// RFC 1122, RFC 1918, RFC 3927, RFC 6598; RFC 4193, RFC 4291
const near = new BlockList();
for (const [network, bits] of Object.entries({
  '127.0.0.0': 8,
  '10.0.0.0': 8,
  '172.16.0.0': 12,
  '192.168.0.0': 16,
  '169.254.0.0': 16,
  '100.64.0.0': 10,
}))
  near.addSubnet(network, bits, 'ipv4');
near.addAddress('::1', 'ipv6');
near.addSubnet('fc00::', 7, 'ipv6');
near.addSubnet('fe80::', 10, 'ipv6');

/** Could this be a reverse proxy's address, from which all clients come: this machine, or a private network? */
export function mayBeProxy(address: string): boolean {
  const [plain = ''] = address.replace(/^::ffff:(?=[\d.]+$)/i, '').split('%');
  return near.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}

/**
 * An IPv4 address, or the /64 of an IPv6 address, since one client has all of them. An IPv4 address that a listener on
 * `::` sees as `::ffff:10.0.0.1` is that address.
 */
export function networkOf(address: string): string {
  const [plain = ''] = address.replace(/^::ffff:(?=[\d.]+$)/i, '').split('%');
  if (!isIPv6(plain) || plain.includes('.')) return plain;
  const [head = [], tail = []] = plain
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}
