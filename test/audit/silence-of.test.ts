import { describe, expect, it } from 'vitest';
import { silenceOf } from '../../src/audit/silence-of.ts';
import { minute, scene, stale } from '../support/bots/recorder-scene.ts';
import { resolveManifest } from '../../src/inventory/resolve.ts';

const {
  manifest: { services },
} = resolveManifest({
  services: [
    { name: 'shiva', machine: 'tesseract', host: '192.0.2.1', risk_tier: 'CRITICAL' },
    { name: 'plex', machine: 'tesseract', risk_tier: 'LOW' },
  ],
});
const now = Date.parse('2026-10-01T12:00:00Z');
const until = '2026-10-01T13:00:00.000Z';
const base = { id: 'a', by: 'Ada', reason: 'disks', at: '2026-10-01T11:00:00.000Z', until };
const ofMachine = { ...base, service: null, machine: 'tesseract' };
const ofPlex = { ...base, service: 'plex', machine: null };
const ofShiva = { ...base, service: 'shiva', machine: null };

function quiet(
  silence: typeof ofMachine | typeof ofPlex,
  service: string | null,
  severity: 'CRITICAL' | 'HIGH',
  at = now,
) {
  const found = { type: 'health_check_failed' as const, service, machine: 'tesseract', severity };
  return silenceOf(found, services.find(({ name }) => name === service) ?? null, [silence], at);
}

describe('silenceOf', () => {
  it.each([
    ['a silenced service', ofPlex, 'plex', 'CRITICAL', true],
    ['another one', ofPlex, 'shiva', 'HIGH', false],
    ['a service of a silenced machine', ofMachine, 'plex', 'CRITICAL', true],
    ['a silenced machine itself', ofMachine, null, 'HIGH', true],
    ['a machine that hides a trading service', ofMachine, null, 'CRITICAL', false],
    ['a silenced trading service', ofShiva, 'shiva', 'HIGH', true],
    ['its CRITICAL', ofShiva, 'shiva', 'CRITICAL', false],
    ['its CRITICAL on a silenced machine', ofMachine, 'shiva', 'CRITICAL', false],
    ['the CRITICAL of a service that the manifest does not have', ofMachine, 'gone', 'CRITICAL', false],
  ] as const)('%s', (_, silence, service, severity, expected) => {
    expect(quiet(silence, service, severity) !== null).toBe(expected);
  });

  it('says who asked for it, why and until when, and ends by itself', () => {
    expect(quiet(ofPlex, 'plex', 'HIGH')).toEqual({ reason: 'silenced by Ada: disks', until });
    expect(quiet(ofPlex, 'plex', 'HIGH', now + 3_600_000)).toBeNull();
  });

  it('keeps an audit from telling, and its report shows why; afterwards it is told', async () => {
    const { audit, ledger, clock } = scene();
    const quiet = { ...ofMachine, machine: stale.machine, until: new Date(clock.now + minute).toISOString() };
    await ledger.update((value) => ({ value: { ...value, hushes: [quiet] }, result: null }));
    const report = await audit({ findings: [stale] });
    expect(report.findings[0]?.evidence['silenced']).toMatchObject({ reason: 'silenced by Ada: disks' });
    clock.now += 2 * minute;
    await audit({ findings: [stale] });
    expect((await ledger.read()).outbox).toMatchObject([
      { payload: { opened: [] } },
      { payload: { opened: ['stale'] } },
    ]);
  });
});
