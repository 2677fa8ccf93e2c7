import { ManifestFile } from '../../../src/inventory/manifest-file.ts';
import { resolveManifest } from '../../../src/inventory/resolve.ts';

export type Entry = Record<string, unknown>;

/** The manifest of one service `api` on `one`, or of what `rest` says instead. */
export function resolved(entry: Entry, rest: Entry = {}) {
  const base = { name: 'api', machine: 'one', risk_tier: 'LOW' };
  const machines = { one: { host: '10.0.0.1', interfaces: { lan: '10.0.0.1', tailscale: '100.64.0.1' } } };
  const file = ManifestFile.parse({ machines, services: [{ ...base, ...entry }], ...rest });
  const { manifest, notes } = resolveManifest(file);
  return { manifest, notes, service: manifest.services[0]! };
}
