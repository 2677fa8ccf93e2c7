import { describe, expect, it } from 'vitest';
import { createFailedAttempts, mayBeProxy } from '../../src/triggers/failed-attempts.ts';

function scene() {
  const clock = { now: 1_000_000 };
  const attempts = createFailedAttempts(() => clock.now);
  const wrong = (address: string, times: number) => {
    for (let count = 0; count < times; count += 1) attempts.wrong(address);
  };
  return { clock, attempts, wrong };
}

describe('wrong secrets', () => {
  it('bar a network with the 20th, until 60 s after the first', () => {
    const { clock, attempts, wrong } = scene();
    wrong('10.0.0.1', 19);
    expect(attempts.barred('10.0.0.1')).toBeNull();
    clock.now += 10_000;
    wrong('10.0.0.1', 1);
    expect([attempts.barred('10.0.0.1'), attempts.barred('10.0.0.2')]).toEqual([50, null]);
    clock.now += 49_999;
    expect(attempts.barred('10.0.0.1')).toBe(1);
    clock.now += 1;
    expect(attempts.barred('10.0.0.1')).toBeNull();
  });

  it('are counted anew once the 60 s are over', () => {
    const { clock, attempts, wrong } = scene();
    wrong('10.0.0.1', 20);
    clock.now += 60_000;
    expect(attempts.barred('10.0.0.1')).toBeNull();
    wrong('10.0.0.1', 1);
    expect(attempts.barred('10.0.0.1')).toBeNull();
  });

  it('bar nobody for longer than 60 s, though the clock is set back', () => {
    const { clock, attempts, wrong } = scene();
    wrong('10.0.0.1', 20);
    clock.now -= 3_600_000;
    expect(attempts.barred('10.0.0.1')).toBe(60);
  });

  it('of 10,000 networks are kept, and the oldest is forgotten first', () => {
    const { attempts, wrong } = scene();
    wrong('10.0.0.1', 20);
    for (let at = 1; at < 10_000; at += 1) attempts.wrong(`198.18.${at >> 8}.${at & 255}`);
    expect(attempts.barred('10.0.0.1')).toBe(60);
    attempts.wrong('203.0.113.1');
    expect(attempts.barred('10.0.0.1')).toBeNull();
  });
});

describe('a reverse proxy', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.255.255.255', true],
    ['128.0.0.1', false],
    ['10.1.2.3', true],
    ['11.0.0.1', false],
    ['172.16.0.1', true],
    ['172.31.255.255', true],
    ['172.32.0.1', false],
    ['192.168.9.9', true],
    ['192.169.0.1', false],
    ['169.254.1.1', true],
    ['100.64.0.1', true],
    ['100.127.255.255', true],
    ['100.128.0.1', false],
    ['140.82.115.1', false],
    ['::ffff:10.0.0.1', true],
    ['::ffff:140.82.115.1', false],
    ['::1', true],
    ['::2', false],
    ['fd00::1', true],
    ['fe00::1', false],
    ['fe80::1', true],
    ['fe80::1%eth0', true],
    ['fec0::1', false],
    ['2001:db8::1', false],
  ])('may stand at %s: %s', (address, may) => {
    expect(mayBeProxy(address)).toBe(may);
  });
});
