import { describe, expect, it } from 'vitest';
import { createBearer } from '../../src/triggers/bearer.ts';

const wrong = 'Bearer wrong';

function aBearer(clock = { now: 0 }) {
  const bearer = createBearer('right', () => clock.now);
  const spend = (address: string) => {
    for (let count = 0; count < 20; count += 1) expect(bearer.admit(wrong, address)).toBe('no');
  };
  return { ...bearer, spend, clock };
}

describe('a bearer token', () => {
  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['2001:db8::1', '2001:db8::1:0:0:0:1', false],
    ['2001:db8::1', '2001:db8:0:0:9::1', true],
    ['fe80::1%eth0', 'fe80::2%eth1', true],
    ['::1', '::2', true],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.2', false],
    ['10.0.0.1', '10.0.0.2', false],
  ])('after the wrong tokens of %s, %s shares the limit: %s', (first, second, shared) => {
    const bearer = aBearer();
    bearer.spend(first);
    expect(bearer.admit('Bearer right', second)).toEqual(shared ? { retryAfter: 60 } : 'yes');
  });

  it('waits no longer than 60 s though the clock was set back', () => {
    const bearer = aBearer({ now: 3_600_000 });
    bearer.spend('10.0.0.1');
    bearer.clock.now = 0;
    expect(bearer.admit(wrong, '10.0.0.1')).toEqual({ retryAfter: 60 });
  });

  it('remembers the last ten thousand addresses, however many ask', () => {
    const bearer = aBearer();
    bearer.spend('10.0.0.1');
    for (let host = 0; host < 10_000; host += 1) bearer.admit(wrong, `host-${host}`);
    expect(bearer.admit('Bearer right', '10.0.0.1')).toBe('yes');
    bearer.spend('10.0.0.2');
    expect(bearer.admit('Bearer right', '10.0.0.2')).toEqual({ retryAfter: 60 });
  });

  it.each([null, '', 'Bearer', 'Bearer ', 'Basic right', 'right', 'Bearer right wrong', 'Bearer rightright'])(
    'does not admit %j',
    (authorization) => {
      expect(aBearer().admit(authorization, '10.0.0.1')).toBe('no');
    },
  );
});
