import type { Manifest, Service } from '../../../src/inventory/manifest.ts';
import { aMachine, aService, aTradingService } from '../facts/observed.ts';

const stateless = { kind: 'stateless', risk_tier: 'LOW', machine: 'box' } as const;

/** Two services that may be restarted, one that may not, and the trading bot, all on one machine, all in containers. */
export function aManifest(over: Partial<Manifest> = {}): Manifest {
  return {
    machines: [aMachine({ name: 'box', host: '10.0.0.5', user: 'knox' })],
    services: [
      aService({ ...stateless, name: 'log-shipper', docker_service: 'log-shipper', repo: null }),
      aService({ ...stateless, name: 'metrics', docker_service: 'metrics', repo: null }),
      aService({ name: 'records', machine: 'box', docker_service: 'records', repo: null }),
      aTradingService({ machine: 'box', docker_service: 'shiva' }),
    ],
    policy: { four_eyes: true, approval_ttl_ms: 900_000 },
    ...over,
  };
}

/** The manifest with some fields of one service changed. */
export function withService(manifest: Manifest, name: string, over: Partial<Service>): Manifest {
  const services = manifest.services.map((each) => (each.name === name ? { ...each, ...over } : each));
  return { ...manifest, services };
}
