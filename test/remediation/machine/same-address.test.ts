import { describe, expect, it } from 'vitest';
import { onSameMachine } from '../../../src/remediation/trading.ts';
import { aMachine } from '../../support/facts/observed.ts';
import { aManifest } from '../../support/remediation/manifest.ts';

const box = aMachine({ name: 'box', host: '10.0.0.5', interfaces: { tailscale: '100.64.0.9' } });

describe('two machines of the manifest', () => {
  it.each<[string, Parameters<typeof aMachine>[0], boolean]>([
    ['the same address', { host: '10.0.0.5' }, true],
    ['an address that is an interface of the other', { host: '100.64.0.9' }, true],
    ['an interface that both have', { host: '10.0.0.6', interfaces: { vpn: '100.64.0.9' } }, true],
    ['an interface that is loopback', { host: '10.0.0.6', interfaces: { own: '127.0.0.1' } }, false],
    ['one address with another port', { host: '10.0.0.5', port: 2222 }, false],
    ['other addresses', { host: '10.0.0.6' }, false],
  ])('with %s are one: %s', (_, over, same) => {
    const machines = [box, aMachine({ name: 'tail', interfaces: {}, ...over })];
    expect(onSameMachine(aManifest({ machines }), 'box', 'tail')).toBe(same);
    expect(onSameMachine(aManifest({ machines }), 'tail', 'box')).toBe(same);
  });

  it('are taken for one where one is not known', () => {
    expect(onSameMachine(aManifest({ machines: [box] }), 'box', 'nobody knows it')).toBe(true);
    expect(onSameMachine(aManifest({ machines: [box] }), 'nobody knows it', 'box')).toBe(true);
  });
});
