import { describe, expect, it } from 'vitest';
import { ManifestFile } from '../../src/inventory/manifest-file.ts';
import { resolveManifest } from '../../src/inventory/resolve.ts';
import { resolved } from '../support/inventory/resolved.ts';
import type { Entry } from '../support/inventory/resolved.ts';

describe('defaults', () => {
  it('fill in what a service leaves out, health one level deep, and lose to what it says', () => {
    const { service } = resolved(
      { health: { timeout_ms: 900 }, branch: 'release', repo: null },
      {
        defaults: {
          health: { timeout_ms: 100, expect_status: 204, headers: { a: 'b' } },
          branch: 'main',
          repo: 'a/b',
          deploy_grace: '2h',
          scan: ['/app'],
        },
      },
    );
    expect(service).toMatchObject({
      health: { timeout_ms: 900, expect_status: [204], headers: { a: 'b' }, version_path: null },
      branch: 'release',
      repo: null,
      deploy_grace_ms: 7_200_000,
      scan: ['/app'],
    });
  });

  it('may give the machine and the risk tier', () => {
    const file = ManifestFile.parse({
      defaults: { machine: 'one', host: '10.0.0.1', risk_tier: 'CRITICAL' },
      services: [{ name: 'a' }, { name: 'b', risk_tier: 'LOW' }],
    });
    const { services } = resolveManifest(file).manifest;
    expect(services.map((service) => [service.machine, service.risk_tier])).toEqual([
      ['one', 'CRITICAL'],
      ['one', 'LOW'],
    ]);
  });

  it('put files into the container where there is one', () => {
    const files = [{ path: '/a' }, { path: '/b', in: 'host' }];
    const places = (entry: Entry) => resolved({ files, ...entry }).service.files.map((file) => file.in);
    expect(places({})).toEqual(['host', 'host']);
    expect(places({ docker_service: 'api' })).toEqual(['container', 'host']);
  });

  it('take sudo and approval times from machine and policy', () => {
    const machines = { one: { host: '10.0.0.1', sudo: true } };
    expect(resolved({}, { machines }).service.sudo).toBe(true);
    expect(resolved({ sudo: false }, { machines }).service.sudo).toBe(false);
    expect(resolved({}).manifest.policy).toEqual({ four_eyes: true, approval_ttl_ms: 900_000 });
    const policy = { four_eyes: false, approval_ttl: '90s' };
    expect(resolved({}, { policy }).manifest.policy).toEqual({ four_eyes: false, approval_ttl_ms: 90_000 });
  });
});

describe('what fits and what does not', () => {
  it('allows one lockfile for two services of a machine', () => {
    const services = ['a', 'b'].map((name) => ({
      name,
      machine: 'one',
      risk_tier: 'LOW',
      lockfile: '/run/x.pid',
    }));
    expect(resolved({}, { services }).manifest.services).toHaveLength(2);
  });

  it('notes one address under two names, and a machine that nothing runs on', () => {
    const machines = {
      one: { host: '10.0.0.1', jump: 'bastion' },
      bastion: { host: '10.0.0.9' },
      idle: { host: '10.0.0.7' },
      far: { host: '10.0.0.9', site: 'office' },
    };
    const services = [
      { name: 'a', machine: 'one', risk_tier: 'LOW' },
      { name: 'b', machine: 'two', host: '10.0.0.9', risk_tier: 'LOW' },
    ];
    expect(resolved({}, { machines, services }).notes).toEqual([
      'no service runs on idle',
      'no service runs on far',
      'bastion and two are the same address, 10.0.0.9: is one of the names misspelt?',
    ]);
  });

  it('throws the first problem with its path', () => {
    expect(() => resolved({ depends_on: ['web'], interfaces: ['wan'] })).toThrow(
      /^manifest: services\[0\]\.interfaces: .* \(and 1 more: driftwatch check lists them\)$/,
    );
  });

  it('names the defaults where a problem comes from there', () => {
    expect(() => resolved({}, { defaults: { depends_on: ['web'] } })).toThrow(
      /^manifest: defaults\.depends_on: /,
    );
  });

  it('finds a circle at the end of a chain of ten thousand services', () => {
    const services = Array.from({ length: 10_000 }, (_, at) => ({
      name: `s${at}`,
      machine: 'one',
      risk_tier: 'LOW',
      depends_on: [`s${at === 9999 ? 9998 : at + 1}`],
    }));
    expect(() => resolved({}, { services })).toThrow('goes in a circle: "s9998" -> "s9999" -> "s9998"');
  });
});
