import type { Socket } from 'node:net';
import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createPool } from '../../../src/triggers/connections/pool.ts';
import { networkOf } from '../../../src/triggers/failed-attempts.ts';

const few = { all: 4, ofNetwork: 2, ofLoopback: 3 };

/** Connections by name, and which of them were ended. */
function scene(limits = few) {
  const pool = createPool(limits);
  const ended: string[] = [];
  function connection(name: string, remoteAddress: string): Socket {
    const socket = Object.assign(new EventEmitter(), {
      remoteAddress,
      destroyed: false,
      destroy() {
        socket.destroyed = true;
        ended.push(name);
        socket.emit('close');
      },
    });
    return socket as unknown as Socket;
  }
  /** One whose end is heard of later, as it is of a real one. */
  function slow(name: string, address: string): Socket {
    const socket = connection(name, address);
    socket.destroy = () => {
      ended.push(name);
      return socket;
    };
    pool.add(socket);
    return socket;
  }
  function opened(name: string, address: string): Socket {
    const socket = connection(name, address);
    pool.add(socket);
    return socket;
  }
  return { pool, ended, opened, slow };
}

describe('the connections', () => {
  it('of a network that has its share give way to a new one of it, oldest first', () => {
    const { ended, opened } = scene();
    for (const name of ['a', 'b', 'c', 'd']) opened(name, '10.0.0.1');
    expect(ended).toEqual(['a', 'b']);
  });

  it('have a larger share on loopback, in each of its forms', () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      const { ended, opened } = scene();
      for (const name of ['a', 'b', 'c', 'd']) opened(name, address);
      expect(ended).toEqual(['a']);
    }
  });

  it('of the network with the most give way where all places are taken', () => {
    const { ended, opened } = scene();
    opened('a', '10.0.0.1');
    opened('b', '10.0.0.2');
    opened('c', '10.0.0.2');
    opened('d', '10.0.0.3');
    opened('e', '10.0.0.4');
    expect(ended).toEqual(['b']);
  });

  it('that may deliver give way after those that show nothing', () => {
    const { pool, ended, opened } = scene();
    pool.delivers(opened('a', '10.0.0.1'));
    const second = opened('b', '10.0.0.1');
    opened('c', '10.0.0.1');
    expect(ended).toEqual(['b']);
    expect(second.destroyed).toBe(true);
    const other = scene();
    const first = other.opened('a', '10.0.0.1');
    other.pool.delivers(first);
    other.pool.delivers(other.opened('b', '10.0.0.1'));
    other.opened('c', '10.0.0.1');
    other.pool.done(first);
    expect(other.ended).toEqual(['a']);
  });

  it('that are known do not count, and give way to nobody, until they are done', () => {
    const { pool, ended, opened } = scene();
    const known = opened('known', '10.0.0.1');
    pool.known(known);
    expect(pool.isKnown(known)).toBe(true);
    for (const name of ['a', 'b']) opened(name, '10.0.0.1');
    expect(ended).toEqual([]);
    opened('c', '10.0.0.1');
    expect(ended).toEqual(['a']);
    pool.done(known);
    expect(pool.isKnown(known)).toBe(false);
    opened('d', '10.0.0.1');
    expect(ended).toEqual(['a', 'b']);
    opened('e', '10.0.0.1');
    expect(ended).toEqual(['a', 'b', 'c']);
  });

  it('are not taken where there is no place at all', () => {
    const { ended, opened } = scene({ all: 0, ofNetwork: 1, ofLoopback: 1 });
    opened('a', '10.0.0.1');
    expect(ended).toEqual(['a']);
  });

  it('leave their place before it is heard of', () => {
    const { ended, slow } = scene();
    for (const name of ['a', 'b', 'c', 'd']) slow(name, '10.0.0.1');
    expect(ended).toEqual(['a', 'b']);
  });

  it('are counted by how many are left of their network', () => {
    const { ended, opened } = scene({ ...few, ofNetwork: 3 });
    opened('a', '10.0.0.1').destroy();
    const second = opened('b', '10.0.0.1');
    opened('c', '10.0.0.1');
    second.destroy();
    for (const name of ['d', 'e']) opened(name, '10.0.0.1');
    expect(ended).toEqual(['a', 'b']);
    opened('f', '10.0.0.1');
    expect(ended).toEqual(['a', 'b', 'c']);
  });

  it('that were known and have ended take no place when they are done', () => {
    const { pool, ended, opened } = scene();
    const known = opened('known', '10.0.0.1');
    pool.known(known);
    known.destroy();
    pool.done(known);
    for (const name of ['a', 'b']) opened(name, '10.0.0.1');
    expect(ended).toEqual(['known']);
  });

  it('that have delivered give way as those do that show nothing', () => {
    const { pool, ended, opened } = scene();
    const first = opened('a', '10.0.0.1');
    pool.delivers(first);
    opened('b', '10.0.0.1');
    pool.done(first);
    opened('c', '10.0.0.1');
    expect(ended).toEqual(['a']);
  });

  it('that were known are strangers when they are done', () => {
    const { pool, ended, opened } = scene();
    const known = opened('a', '10.0.0.1');
    pool.known(known);
    pool.delivers(opened('b', '10.0.0.1'));
    pool.done(known);
    opened('c', '10.0.0.1');
    expect(ended).toEqual(['a']);
  });

  it('leave their place when they are closed', () => {
    const { ended, opened } = scene();
    opened('a', '10.0.0.1').destroy();
    for (const name of ['b', 'c']) opened(name, '10.0.0.1');
    expect(ended).toEqual(['a']);
  });
});

describe('the network of an address', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::FFFF:10.0.0.1', '10.0.0.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
    ['', ''],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
