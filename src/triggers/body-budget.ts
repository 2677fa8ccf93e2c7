import { networkOf } from './failed-attempts.ts';

/** Bytes of bodies that may be held at one time, of everybody together and of one network. */
const defaults = { all: 32 * 1024 * 1024, ofNetwork: 8 * 1024 * 1024 };

/** What one request holds of the budget. `take` is false where there is no room for so many bytes more. */
export type BodyLease = { take(bytes: number): boolean; release(): void };

/** Counts the bytes of bodies that are being received or read, over all connections. */
export function createBodyBudget({ all, ofNetwork } = defaults) {
  let held = 0;
  const byNetwork = new Map<string, number>();

  return (address: string): BodyLease => {
    const network = networkOf(address);
    let own = 0;

    function add(bytes: number): void {
      held += bytes;
      own += bytes;
      const left = (byNetwork.get(network) ?? 0) + bytes;
      if (left > 0) byNetwork.set(network, left);
      else byNetwork.delete(network);
    }

    return {
      take(bytes) {
        if (held + bytes > all || (byNetwork.get(network) ?? 0) + bytes > ofNetwork) return false;
        add(bytes);
        return true;
      },
      release: () => add(-own),
    };
  };
}
