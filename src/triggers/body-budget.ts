import { networkOf } from './failed-attempts.ts';

/** Most bytes of bodies in memory, of all requests together and of one network. */
const defaults = { all: 6 * 1024 * 1024, ofNetwork: 4 * 1024 * 1024 };

/** One request's share of the budget. `cut` resolves if it must give way to another; then it holds nothing. */
export type BodyLease = { take(bytes: number): boolean; release(): void; cut: Promise<void> };

type Held = { network: string; bytes: number; end(): void };

/**
 * Counts the bytes of bodies that are being received or read, over all connections. If there is no room, the largest body
 * of the network with the most bytes gives way, so a client with many open bodies cannot block others.
 */
export function createBodyBudget({ all, ofNetwork } = defaults) {
  let sum = 0;
  const byNetwork = new Map<string, number>();
  /** oldest first */
  const holders = new Set<Held>();

  function add(held: Held, bytes: number): void {
    sum += bytes;
    held.bytes += bytes;
    const left = (byNetwork.get(held.network) ?? 0) + bytes;
    if (left > 0) byNetwork.set(held.network, left);
    else byNetwork.delete(held.network);
  }

  function end(held: Held): void {
    add(held, -held.bytes);
    holders.delete(held);
  }

  /** @returns false if nobody else can give way */
  function makeRoom(held: Held, bytes: number): boolean {
    for (;;) {
      const own = (byNetwork.get(held.network) ?? 0) + bytes;
      if (own <= ofNetwork && sum + bytes <= all) return true;
      const network = own > ofNetwork ? held.network : fullest(byNetwork);
      const others = [...holders].filter((each) => each !== held && each.network === network);
      // The largest, of equals the oldest: a real delivery is small, and complete within moments.
      const [largest] = others.toSorted((one, other) => other.bytes - one.bytes);
      if (!largest) return false;
      end(largest);
      largest.end();
    }
  }

  return (address: string): BodyLease => {
    const cut = Promise.withResolvers<void>();
    const held: Held = { network: networkOf(address), bytes: 0, end: cut.resolve };
    return {
      take(bytes) {
        if (!makeRoom(held, bytes)) return false;
        holders.add(held);
        add(held, bytes);
        return true;
      },
      release: () => end(held),
      cut: cut.promise,
    };
  };
}

function fullest(byNetwork: ReadonlyMap<string, number>): string | null {
  const [most] = [...byNetwork].toSorted(([, one], [, other]) => other - one);
  return most?.[0] ?? null;
}
