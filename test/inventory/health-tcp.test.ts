import { describe, expect, it } from 'vitest';
import { ManifestFile } from '../../src/inventory/manifest-file.ts';
import { resolveManifest } from '../../src/inventory/resolve.ts';

function fileWith(tcp: string) {
  return {
    machines: { 'knox-mac-mini': { host: '100.91.193.23' } },
    services: [{ name: 'postgres', machine: 'knox-mac-mini', risk_tier: 'HIGH', health: { tcp } }],
  };
}

describe('health.tcp', () => {
  it.each([
    ['100.91.193.23:5432', 'tcp://100.91.193.23:5432', 'bot'],
    ['Db.example:5432', 'tcp://db.example:5432', 'bot'],
    ['[fd7a::5]:6379', 'tcp://[fd7a::5]:6379', 'bot'],
    ['localhost:5432', 'tcp://localhost:5432', 'machine'],
    ['LOCALHOST:5432', 'tcp://localhost:5432', 'machine'],
    ['127.0.0.1:5432', 'tcp://127.0.0.1:5432', 'machine'],
    ['[::1]:5432', 'tcp://[::1]:5432', 'machine'],
  ])('%s is asked at %s from the %s', (tcp, url, from) => {
    const [service] = resolveManifest(ManifestFile.parse(fileWith(tcp))).manifest.services;
    expect(service?.endpoints).toEqual([{ interface: 'tcp', url, from }]);
  });

  it.each([
    '5432',
    'db',
    'db:0',
    'db:65536',
    'db:x',
    'tcp://db:1',
    'u@db:1',
    '::1:5432',
    '[db]:1',
    'db:1/x',
    '-x:1',
  ])('refuses %j', (tcp) => {
    expect(ManifestFile.safeParse(fileWith(tcp)).error?.issues[0]?.message).toContain('must be host:port');
  });
});
