import type { Socket } from 'node:net';
import { networkOf } from '../failed-attempts.ts';

/**
 * Most connections in total and per network: more than may wait to be accepted, so that none gives way before it is read.
 * On loopback it is a reverse proxy, or somebody on this machine.
 */
const defaults = { all: 1024, ofNetwork: 128, ofLoopback: 1024 };

/** What a connection has sent: nothing, or a request that could be a delivery. */
type Rank = 'unknown' | 'delivers';

type Held = { socket: Socket; network: string; rank: Rank };

/**
 * Limits the open connections. A new one is refused only if no other can give way. Candidates are those of a network at its
 * limit, else of the network with the most: the oldest unknown one, then the oldest that delivers.
 */
export function createPool({ all, ofNetwork, ofLoopback } = defaults) {
  /** oldest first */
  const open = new Map<Socket, Held>();
  const byNetwork = new Map<string, number>();
  const trusted = new WeakSet<Socket>();

  function add(socket: Socket): void {
    const network = networkOf(socket.remoteAddress ?? '');
    if (!makeRoom(network)) {
      socket.destroy();
      return;
    }
    hold(socket, 'unknown');
    socket.once('close', () => drop(socket));
  }

  function hold(socket: Socket, rank: Rank): void {
    const network = networkOf(socket.remoteAddress ?? '');
    open.set(socket, { socket, network, rank });
    byNetwork.set(network, (byNetwork.get(network) ?? 0) + 1);
  }

  function drop(socket: Socket): void {
    const held = open.get(socket);
    if (!held) return;
    open.delete(socket);
    const left = (byNetwork.get(held.network) ?? 1) - 1;
    if (left > 0) byNetwork.set(held.network, left);
    else byNetwork.delete(held.network);
  }

  /** @returns false if none can give way */
  function makeRoom(network: string): boolean {
    const share = isLoopback(network) ? ofLoopback : ofNetwork;
    const isFull = (byNetwork.get(network) ?? 0) >= share;
    if (!isFull && open.size < all) return true;
    const from = isFull ? network : fullest();
    const leaves = oldest(from, 'unknown') ?? oldest(from, 'delivers');
    if (!leaves) return false;
    // Its place is free at once; the close event comes later.
    drop(leaves.socket);
    leaves.socket.destroy();
    return true;
  }

  function oldest(network: string, rank: Rank): Held | null {
    for (const held of open.values()) if (held.network === network && held.rank === rank) return held;
    return null;
  }

  function set(socket: Socket, rank: Rank): void {
    const held = open.get(socket);
    if (held) held.rank = rank;
  }

  function fullest(): string {
    let [most, name] = [0, ''];
    for (const [network, count] of byNetwork) if (count > most) [most, name] = [count, network];
    return name;
  }

  return {
    add,
    /** It may be a delivery, and gives way after all others. */
    delivers: (socket: Socket) => set(socket, 'delivers'),
    /** It has sent a valid token: it does not count, and never gives way, until it is `done`. */
    known(socket: Socket): void {
      drop(socket);
      trusted.add(socket);
    },
    isKnown: (socket: Socket) => trusted.has(socket),
    done(socket: Socket): void {
      if (trusted.delete(socket) && !socket.destroyed) hold(socket, 'unknown');
      else set(socket, 'unknown');
    },
  };
}

function isLoopback(network: string): boolean {
  return /^(?:127\.|0:0:0:0$)/.test(network);
}
