import { describe, expect, it } from 'vitest';
import { resolved } from '../support/inventory/resolved.ts';

describe('which services are watched', () => {
  it.each([
    [{ risk_tier: 'LOW' }, {}, false],
    [{ risk_tier: 'HIGH', watch: true }, {}, true],
    [{ risk_tier: 'HIGH' }, { watch: true }, true],
    [{ risk_tier: 'HIGH', watch: false }, { watch: true }, false],
    [{ risk_tier: 'CRITICAL' }, {}, true],
    [{ risk_tier: 'CRITICAL', kind: 'stateful' }, {}, true],
    [{ risk_tier: 'CRITICAL', kind: 'stateful', watch: false }, {}, false],
    [{ risk_tier: 'LOW', name: 'shiva' }, {}, true],
    [{ risk_tier: 'LOW', kind: 'trading' }, { watch: false }, true],
  ])('%j with the defaults %j: %s', (entry, defaults, watched) => {
    expect(resolved(entry, { defaults }).service.watch).toBe(watched);
  });

  it('refuses to leave a trading service unwatched', () => {
    expect(() => resolved({ name: 'shiva', watch: false })).toThrow(
      /services\[0\]\.watch: false would leave "shiva" unwatched, which is a trading service/,
    );
  });
});
