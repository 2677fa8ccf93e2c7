import { describe, expect, it } from 'vitest';
import { severityOf } from '../../src/comparison/severity.ts';
import type { Service } from '../../src/inventory/manifest.ts';
import type { FindingType } from '../../src/findings/finding-types.ts';
import { severities } from '../../src/findings/severity.ts';
import type { Severity } from '../../src/findings/severity.ts';
import { epochMs } from '../../src/time/instant.ts';
import { aService } from '../support/facts/observed.ts';

const now = epochMs('2026-03-29T18:00:00Z');

describe('severityOf', () => {
  it.each<[FindingType, Service['kind'], Severity]>(
    (['machine_unreachable', 'host_key_unknown', 'probe_failed'] as const).flatMap((type) => [
      [type, 'stateful', 'HIGH'],
      [type, 'trading', 'CRITICAL'],
    ]),
  )('%s where it hides a %s service is %s', (type, kind, severity) => {
    const others = [aService({ name: 'other', risk_tier: 'LOW' })];
    for (const risk_tier of severities)
      expect(severityOf(type, null, [...others, aService({ risk_tier, kind })], {}, now)).toBe(severity);
  });

  it('counts an observation that hides nothing as HIGH, and a changed host key as CRITICAL', () => {
    expect(severityOf('machine_unreachable', null, [], {}, now)).toBe('HIGH');
    expect(severityOf('host_key_changed', null, [], {}, now)).toBe('CRITICAL');
  });
});

const young = '2026-03-28T18:00:00Z';
const old = '2026-03-28T17:59:59Z';

describe('git_drift', () => {
  it.each<[Severity, Service['kind'], behind: number, oldest: string | null, Severity]>([
    ['CRITICAL', 'stateful', 1, young, 'CRITICAL'],
    ['CRITICAL', 'trading', 1, young, 'CRITICAL'],
    ['HIGH', 'trading', 1, young, 'CRITICAL'],
    ['LOW', 'trading', 1, young, 'CRITICAL'],
    ['HIGH', 'stateful', 1, young, 'LOW'],
    ['HIGH', 'stateful', 2, young, 'LOW'],
    ['HIGH', 'stateful', 3, young, 'HIGH'],
    ['HIGH', 'stateful', 1, old, 'HIGH'],
    ['HIGH', 'stateful', 2, null, 'HIGH'],
    ['HIGH', 'stateful', 2, 'no date', 'HIGH'],
    ['LOW', 'stateful', 2, old, 'LOW'],
    ['LOW', 'stateless', 2, null, 'LOW'],
    ['LOW', 'stateful', 3, young, 'HIGH'],
  ])('tier %s, %s, %i behind since %s is %s', (risk_tier, kind, behind, oldest, severity) => {
    const measured = { commits_behind: behind, oldest_missing: oldest };
    expect(severityOf('git_drift', aService({ risk_tier, kind }), [], measured, now)).toBe(severity);
  });
});

describe("the manifest's own severity", () => {
  it.each<[FindingType, Service['kind'], own: Severity, Severity]>([
    ['health_check_failed', 'stateful', 'LOW', 'LOW'],
    ['uptime_high', 'stateless', 'HIGH', 'HIGH'],
    ['duplicate_process', 'trading', 'LOW', 'CRITICAL'],
    ['health_missing', 'trading', 'LOW', 'HIGH'],
    ['health_missing', 'trading', 'CRITICAL', 'CRITICAL'],
    ['uptime_high', 'trading', 'HIGH', 'HIGH'],
    ['git_drift', 'stateful', 'LOW', 'LOW'],
  ])('%s of a %s service set to %s is %s', (type, kind, own, severity) => {
    const service = aService({ kind, severity: { [type]: own } });
    expect(severityOf(type, service, [], { commits_behind: 9 }, now)).toBe(severity);
  });

  it('lowers an observation only as far as every hidden service allows', () => {
    const quiet = aService({ severity: { probe_failed: 'LOW' } });
    expect(severityOf('probe_failed', null, [quiet], {}, now)).toBe('LOW');
    expect(severityOf('probe_failed', null, [quiet, aService()], {}, now)).toBe('HIGH');
    expect(severityOf('probe_failed', null, [quiet, aService({ kind: 'trading' })], {}, now)).toBe(
      'CRITICAL',
    );
  });
});
