import { describe, expect, it } from 'vitest';
import { severityOf } from '../../src/comparison/severity.ts';
import type { Service } from '../../src/inventory/manifest.ts';
import { FindingType } from '../../src/findings/finding-types.ts';
import { severities } from '../../src/findings/severity.ts';
import type { Severity } from '../../src/findings/severity.ts';
import { epochMs } from '../../src/time/instant.ts';
import { aService } from '../support/facts/observed.ts';

const now = epochMs('2026-03-29T18:00:00Z');
const kinds: Service['kind'][] = ['trading', 'stateful', 'stateless'];
const C = 'CRITICAL';
const H = 'HIGH';
const L = 'LOW';

/** DESIGN 6, written out: severity for risk_tier CRITICAL, HIGH, LOW of a service that does not trade, and for one that does. */
const table: Record<Exclude<FindingType, 'git_drift'>, [Severity, Severity, Severity, trading: Severity]> = {
  unmanaged: [L, L, L, L],
  git_ahead: [H, H, H, C],
  git_diverged: [H, H, H, C],
  git_unknown_commit: [H, H, H, C],
  version_unknown: [H, H, H, C],
  dirty_build: [H, H, H, C],
  checkout_dirty: [H, H, H, C],
  checkout_off_branch: [H, H, H, C],
  restart_pending: [H, H, H, C],
  version_mismatch: [H, H, H, C],
  image_stale: [H, H, H, C],
  image_superseded: [H, H, H, C],
  cached_layer: [H, H, H, C],
  container_unhealthy: [H, H, H, C],
  restart_loop: [H, H, H, C],
  container_missing: [C, C, C, C],
  container_not_running: [C, C, C, C],
  secret_exposed: [H, H, H, C],
  world_writable: [H, H, H, C],
  wrong_mode: [H, H, H, C],
  wrong_owner: [H, H, H, C],
  config_changed: [H, H, H, C],
  file_missing: [H, H, H, C],
  duplicate_process: [C, C, C, C],
  zombie_process: [H, H, H, C],
  orphan_process: [H, H, H, C],
  lockfile_mismatch: [H, H, H, C],
  stale_lockfile: [L, L, L, C],
  health_check_failed: [C, C, C, C],
  health_degraded: [H, H, L, H],
  health_not_http: [H, H, H, C],
  certificate_expired: [C, C, C, C],
  certificate_untrusted: [H, H, H, C],
  certificate_expiring: [H, H, H, H],
  interface_mismatch: [C, C, C, C],
  instance_mismatch: [C, C, C, C],
  job_failed: [C, C, H, C],
  job_not_loaded: [C, C, H, C],
  unit_changed: [H, H, H, C],
  unit_not_enabled: [L, L, L, H],
  process_missing: [C, C, H, C],
  health_missing: [L, L, L, H],
  uptime_high: [L, L, L, L],
  machine_unreachable: [H, H, H, C],
  host_key_changed: [C, C, C, C],
  host_key_unknown: [H, H, H, C],
  site_unreachable: [H, H, H, C],
  probe_failed: [H, H, H, C],
  journal_broken: [C, C, C, C],
  watch_stalled: [C, C, C, C],
  manifest_broken: [H, H, H, H],
};

const cells = FindingType.options.flatMap((type) =>
  type === 'git_drift'
    ? []
    : severities.flatMap((risk_tier, column) =>
        kinds.map((kind) => ({
          type,
          risk_tier,
          kind,
          severity: kind === 'trading' ? table[type][3] : table[type][column]!,
        })),
      ),
);

describe('severityOf', () => {
  it.each(cells)(
    '$type of a $kind service of tier $risk_tier is $severity',
    ({ type, risk_tier, kind, severity }) => {
      expect(severityOf(type, aService({ risk_tier, kind }), [], {}, now)).toBe(severity);
    },
  );

  it.each(
    cells.filter(({ type }) => ['machine_unreachable', 'host_key_unknown', 'probe_failed'].includes(type)),
  )(
    '$type is $severity where it hides a $kind service of tier $risk_tier',
    ({ type, risk_tier, kind, severity }) => {
      const others = [aService({ name: 'other', risk_tier: 'LOW' })];
      expect(severityOf(type, null, [...others, aService({ risk_tier, kind })], {}, now)).toBe(severity);
    },
  );

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
