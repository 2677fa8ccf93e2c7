import { withService } from '../manifest.ts';
import { TTL_MS } from '../model.ts';
import type { World } from '../model.ts';
import { aModelManifest } from './model-fleet.ts';

export const services = ['log-shipper', 'metrics', 'records', 'relay', 'shiva'];

/** Something that somebody writes into the manifest, or that befalls the bot. */
export const manifestEdits: Record<string, (world: World) => void> = {
  'log-shipper trades': (world) =>
    (world.manifest = withService(world.manifest, 'log-shipper', { kind: 'trading' })),
  'log-shipper is critical': (world) =>
    (world.manifest = withService(world.manifest, 'log-shipper', { risk_tier: 'CRITICAL' })),
  'log-shipper is stateful': (world) =>
    (world.manifest = withService(world.manifest, 'log-shipper', { kind: 'stateful' })),
  'log-shipper is of shiva’s repository': (world) =>
    (world.manifest = withService(world.manifest, 'log-shipper', { repo: 'Invictus-Labs/shiva' })),
  'metrics has another container': (world) =>
    (world.manifest = withService(world.manifest, 'metrics', { docker_service: 'metrics-2' })),
  'shiva is called stateless': (world) =>
    (world.manifest = withService(world.manifest, 'shiva', { kind: 'stateless', risk_tier: 'LOW' })),
  'shiva needs metrics': (world) =>
    (world.manifest = withService(world.manifest, 'shiva', { depends_on: ['metrics'] })),
  'shiva is in metrics’ container': (world) =>
    (world.manifest = withService(world.manifest, 'shiva', { docker_service: 'metrics' })),
  'two eyes': (world) =>
    (world.manifest = { ...world.manifest, policy: { four_eyes: false, approval_ttl_ms: TTL_MS } }),
  'as before': (world) => (world.manifest = aModelManifest()),
  broken: (world) => (world.warning = 'services: missing'),
  mended: (world) => (world.warning = null),
  'the lease is lost': (world) => (world.held = false),
  'the lease is back': (world) => (world.held = true),
  'a restart does not help': (world) => (world.exec = async () => ({})),
  'a restart loses the connection': (world) => (world.exec = async () => ({ end: 'lost', status: null })),
  'everything is sick': (world) => (world.sick = new Set(services)),
};
