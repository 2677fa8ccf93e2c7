import { describe, expect, it } from 'vitest';
import { fleetParts } from '../../embeds/services/fleet.ts';
import { reportParts } from '../../embeds/report.ts';
import { compare } from '../support/comparison/compare.ts';
import type { HealthAnswer } from '../../src/facts/health-answer.ts';
import { seen, unseen } from '../../src/facts/observation.ts';
import type { Observation } from '../../src/facts/observation.ts';
import type { Observations } from '../../src/facts/observations.ts';
import { unconfirmedBy } from '../../src/audit/second-look.ts';
import { aBulletin } from '../support/alerting/bulletin.ts';
import { messagesOf } from '../support/alerting/composed.ts';
import { aFinding, aMachineState, aReport, aServiceState, auditedAt } from '../support/builders.ts';
import { card } from '../support/embeds/card.ts';
import { textOf } from '../support/embeds/size.ts';
import { answering, fleet } from '../support/comparison/scene.ts';
import { aHealthAnswer, aMachineObservation, aSituation } from '../support/facts/observed.ts';
import { minute, scene, stale } from '../support/bots/recorder-scene.ts';
import { isRated } from '../support/findings/is-rated.ts';

describe('a service that was taken out of the manifest', () => {
  it('is watched no longer: its finding is over, was not repaired, and people are told so', async () => {
    const { audit, clock, last, ledger, history } = scene();
    await audit({ findings: [stale] });
    clock.now += minute;
    const report = await audit({ coverage: { inventory: ['shiva'], services: ['shiva'] } });
    expect(report.resolved).toEqual([]);
    expect((await ledger.read()).standing).toEqual([]);
    expect((await history.read()).closings).toEqual([]);
    expect(last()).toMatchObject({ news: { resolved: [] }, unwatched: [{ id: 'stale' }] });
    const text = textOf(messagesOf(last()).parts);
    expect(text).toContain('akashic-records on knox-mac-mini · git drift, no longer in the manifest');
    expect(text).not.toContain('resolved');
  });

  it('is one as well whose machine is gone', async () => {
    const { audit, last } = scene();
    await audit({ findings: [stale] });
    await audit({ coverage: { machines: { tesseract: 'connected' } } });
    expect(last()).toMatchObject({ news: { resolved: [] }, unwatched: [{ id: 'stale' }] });
  });

  it('that is still there and repaired is resolved', async () => {
    const { audit, last, history } = scene();
    await audit({ findings: [stale] });
    await audit();
    expect(last()).toMatchObject({ news: { resolved: [{ id: 'stale' }] }, unwatched: [] });
    expect((await history.read()).closings).toHaveLength(1);
    expect(textOf(messagesOf(aBulletin({ unwatched: [] })).parts)).not.toContain('No longer watched');
  });
});

describe('a machine that is down', () => {
  const down = aFinding({
    id: 'down',
    type: 'machine_unreachable',
    service: null,
    machine: 'knox-mac-mini',
    evidence: { services: ['akashic-records', 'docs'] },
  });
  const listed = ['akashic-records', 'docs', 'api'].map((name) => ({
    name,
    machine: 'knox-mac-mini',
    trading: false,
    watched: true,
  }));
  const seen = { state: aServiceState({ status: 'drift' }), at: auditedAt, since: auditedAt };

  it('is said to be down beside each of its services, none of which is in drift', () => {
    const standing = [down, aFinding({ type: 'health_missing', severity: 'LOW' }), aFinding({ id: 'old' })];
    const parts = fleetParts({
      inventory: listed,
      services: {
        'akashic-records': seen,
        docs: { ...seen, state: aServiceState({ name: 'docs', status: 'in_sync' }) },
      },
      openFindings: standing,
      watching: null,
      warning: null,
    });
    const text = textOf(parts);
    expect(text).toContain('Services · ⚪ 3 unknown');
    expect(text.match(/⚪ \*\*[^\n]*its machine is down or cannot be reached since/g)).toHaveLength(3);
    expect(text).not.toContain('🟡');
    expect(text).toContain('was in drift before; its machine is down');
  });

  it('is said to be down in a report and on a card', () => {
    const service = aServiceState({ status: 'unknown', unseen: ['processes of knox-mac-mini'] });
    const over = {
      findings: [down],
      services: [service],
      machines: [aMachineState({ status: 'unreachable', error: 'no answer' })],
    };
    const text = textOf(reportParts(aReport(over), { only: 'all', warning: null, watching: null }).parts);
    expect(text).toContain('its machine is down or cannot be reached: no answer');
    expect(card(service, over).first?.title).toBe('⚪ Machine down · akashic-records on knox-mac-mini');
  });
});

describe('a missing process that no second look confirms', () => {
  const missing = fleet({ process: 'main.py', kind: 'stateful', singleton: 'machine' }, []);

  it('is unknown, not drift', () => {
    expect(compare(missing).findings.map(({ type }) => type)).toEqual(['process_missing']);
    const { findings, services } = compare({ ...missing, unconfirmed: new Set(['process_missing shiva']) });
    expect(findings.map(({ type }) => type)).toEqual(['probe_failed']);
    expect(services).toMatchObject([{ status: 'unknown', unseen: ['whether it runs'] }]);
  });

  it('is one whose machine the next look did not reach', () => {
    const { findings } = compare(missing);
    const failed = { status: 'failed', reason: 'timeout', detail: 'no answer', host_key: null } as const;
    const next = (connection: typeof failed | { status: 'connected' }) => {
      const tesseract = aMachineObservation({ machine: 'tesseract', connection });
      return { ...missing.observations, machines: { tesseract } };
    };
    expect(unconfirmedBy(missing.observations, next(failed), findings)).toEqual(['process_missing shiva']);
    expect(unconfirmedBy(missing.observations, null, findings)).toEqual(['process_missing shiva']);
    expect(unconfirmedBy(missing.observations, next({ status: 'connected' }), findings)).toEqual([]);
  });
});

describe('a CRITICAL finding that may pass, and that no second look confirms', () => {
  const found = answering(aSituation(), 'akashic-records', { status: 500 });
  const [failure] = compare(found).findings;
  const failed = { status: 'failed', reason: 'timeout', detail: 'no answer', host_key: null } as const;
  const next = (
    answer: Observation<HealthAnswer>,
    connection: typeof failed | { status: 'connected' } = failed,
  ) => ({
    ...answering(found, 'akashic-records', answer).observations,
    machines: { 'knox-mac-mini': aMachineObservation({ machine: 'knox-mac-mini', connection }) },
  });
  const silent = unseen('timeout', 'no answer', 'ETIMEDOUT');

  it('is unknown, not drift', () => {
    const unconfirmed = new Set(unconfirmedBy(found.observations, next(silent), failure ? [failure] : []));
    expect([...unconfirmed]).toEqual(['health_check_failed akashic-records']);
    const { findings, services } = compare({ ...found, unconfirmed });
    expect(findings.map(({ type }) => type)).toEqual(['probe_failed']);
    expect(services).toMatchObject([{ status: 'unknown', unseen: ['health check failed'] }]);
  });

  it.each<[what: string, second: Observations]>([
    ['that SSH reached', next(silent, { status: 'connected' })],
    ['that answered', next(seen(aHealthAnswer({ status: 500 })))],
    ['that refused', next(unseen('unreachable', 'refused', 'ECONNREFUSED'))],
  ])('stands on a machine %s', (_, second) => {
    expect(unconfirmedBy(found.observations, second, failure ? [failure] : [])).toEqual([]);
  });

  it('stands on a machine that SSH did not reach at first either', () => {
    expect(unconfirmedBy(next(silent), next(silent), failure ? [failure] : [])).toEqual([]);
  });
});

isRated('watch_stalled', ['CRITICAL', 'CRITICAL', 'CRITICAL'], 'CRITICAL');
isRated('manifest_broken', ['HIGH', 'HIGH', 'HIGH'], 'HIGH');
