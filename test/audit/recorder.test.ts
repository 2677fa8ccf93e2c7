import type { LivingAlert } from '../../src/report/living/living-alert.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createRecorder } from '../../src/audit/recorder.ts';
import { aFinding } from '../support/builders.ts';
import { minute, scene, stale } from '../support/bots/recorder-scene.ts';

describe('what an audit leaves', () => {
  it('closes what was wrong with the bot itself when it is so no more, whatever was audited', async () => {
    const { audit, ledger } = scene();
    const broken = aFinding({
      id: 'own',
      type: 'journal_broken',
      service: null,
      machine: null,
      evidence: {},
    });
    await audit({ findings: [broken, stale] });
    const report = await audit({ request: { service: 'shiva' }, coverage: { services: ['shiva'] } });
    expect(report.resolved.map(({ id }) => id)).toEqual(['own']);
    expect((await ledger.read()).standing.map(({ finding }) => finding.id)).toEqual(['stale']);
  });

  it('stands, is to be sent, and is filed, by the time that its report is given out', async () => {
    const { audit, ledger, history, stored } = scene();
    const report = await audit({ findings: [stale] });
    expect(report.findings).toMatchObject([{ id: 'stale', status: 'new' }]);
    const { standing, outbox, unfiled } = await ledger.read();
    expect(standing.map(({ finding }) => finding.id)).toEqual(['stale']);
    expect(outbox).toMatchObject([{ id: 'audit-1-test0', channel: 'test', payload: { opened: ['stale'] } }]);
    expect(unfiled).toEqual([]);
    expect((await history.read()).audits).toMatchObject([
      { id: 'audit-1', whole: true, counts: { HIGH: 1 } },
    ]);
    expect(stored()).toBe(1);
  });

  it('is filed with others where it saw but a part, and stands in the history from the start', async () => {
    const { audit, history, records } = scene();
    await audit({ findings: [stale] });
    for (let more = 0; more < 19; more += 1) await audit({ request: { service: 'shiva' } });
    const written = await history.read();
    expect(written.audits).toHaveLength(1);
    const { audits } = await records.history();
    expect(audits.map(({ whole }) => whole)).toEqual([true, ...Array.from({ length: 19 }, () => false)]);
    await audit({ request: { service: 'shiva' } });
    expect((await history.read()).audits).toHaveLength(21);
    expect((await records.history()).audits).toHaveLength(21);
  });

  it('is filed at once where the part is a machine of many services', async () => {
    const { recorder, seen, history } = scene();
    const { comparison, ...outcome } = seen({ request: { machine: 'tesseract' } });
    const [state] = comparison.services;
    const services = Array.from({ length: 20 }, (_, at) => ({ ...state!, name: `service-${at}` }));
    await recorder.begin()({ ...outcome, comparison: { ...comparison, services } });
    expect((await history.read()).audits).toHaveLength(1);
  });

  it('is filed later, once, where a crash came between', async () => {
    const { audit, ledger, history, recorder } = scene();
    await audit({ findings: [stale] });
    const [entry] = (await history.read()).audits;
    const audit_ = { ...entry!, services: [], tallies: {} };
    const back = { audit: { ...audit_, id: 'lost' }, closings: [] };
    await ledger.update((value) => ({
      value: { ...value, unfiled: [{ audit: audit_, closings: [] }, back] },
      result: 0,
    }));
    await recorder.settle();
    await recorder.settle();
    expect((await history.read()).audits.map(({ id }) => id)).toEqual(['audit-1', 'lost']);
    expect((await ledger.read()).unfiled).toEqual([]);
  });

  it('says how long each finding stood', async () => {
    const { audit, clock, history } = scene();
    await audit({ findings: [stale] });
    clock.now += 90 * minute;
    const report = await audit();
    expect(report.resolved.map(({ id }) => id)).toEqual(['stale']);
    expect((await history.read()).closings).toMatchObject([
      { finding: 'stale', first_seen: '2026-03-29T18:00:00.000Z', resolved_at: '2026-03-29T19:30:00.000Z' },
    ]);
  });

  it('is nothing, not even an answer, where the bot was closing its connections meanwhile', async () => {
    const { audit, ledger, recorder, seen, stored } = scene();
    await audit({ findings: [stale] });
    const before = await ledger.read();
    const late = recorder.begin();
    recorder.close();
    const answer = late(seen({ findings: [aFinding({ id: 'machine', type: 'machine_unreachable' })] }));
    expect(await Promise.race([answer, pause(50, 'nothing')])).toBe('nothing');
    expect([await ledger.read(), stored()]).toEqual([before, 1]);
  });

  it('is nothing where the memory is only read', async () => {
    const { audit, ledger, seen, history, clock } = scene();
    await audit({ findings: [stale] });
    const before = await ledger.read();
    const options = { ledger, history, messagesOf: silent, timezone: 'UTC', warning: async () => null };
    const reader = createRecorder({ ...options, now: () => clock.now, moves: false, onStored: () => {} });
    const report = await reader.begin()(seen({ findings: [stale] }));
    expect(report.findings).toMatchObject([{ status: 'ongoing' }]);
    expect(await ledger.read()).toEqual(before);
  });
});

function silent(_: unknown, living: LivingAlert[]) {
  return { messages: [], living };
}

describe('audits that overlap', () => {
  it('let an older one neither open nor resolve what a newer one has judged', async () => {
    const { recorder, seen, ledger, audit } = scene();
    const slow = recorder.begin();
    await audit({ findings: [stale] });
    const report = await slow(seen({ findings: [aFinding({ id: 'gone' })] }));
    expect(report.resolved).toEqual([]);
    expect(report.findings.map(({ id }) => id)).toEqual(['gone']);
    expect((await ledger.read()).standing.map(({ finding }) => finding.id)).toEqual(['stale']);
  });
});

describe('the schedule', () => {
  const scheduled = {
    due: '2026-03-29T18:00:00.000Z',
    report: 'full' as const,
    damped: false,
    late: null,
  };

  it('is served by the same write that stores its report', async () => {
    const { audit, ledger, last } = scene();
    await audit({ request: { trigger: 'schedule', scheduled } });
    expect((await ledger.read()).schedule).toEqual({
      due: scheduled.due,
      digest: scheduled.due,
      begun: null,
    });
    expect(last()).toMatchObject({ kind: 'scan', trend: null });
  });

  it('tells the next report what was counted then, and what was resolved since', async () => {
    const { audit, clock, last } = scene();
    await audit({ findings: [stale], request: { trigger: 'schedule', scheduled } });
    clock.now += minute;
    await audit();
    clock.now += minute;
    await audit({ request: { trigger: 'schedule', scheduled } });
    expect(last().trend).toEqual({
      at: '2026-03-29T18:00:00.000Z',
      CRITICAL: 0,
      HIGH: 1,
      LOW: 0,
      unknown: 0,
    });
    expect(last().resolved).toMatchObject([{ finding: 'stale' }]);
  });
});

describe('a maintenance window', () => {
  it('keeps its service quiet, and the finding is told after it', async () => {
    const { audit, clock, last } = scene();
    clock.now = Date.parse('2026-03-30T02:30:00Z');
    const report = await audit({ findings: [stale, aFinding({ id: 'other', service: 'shiva' })] });
    expect(last().news.opened.map(({ id }) => id)).toEqual(['other']);
    expect(report.findings[0]?.evidence['silenced']).toEqual({
      reason: 'maintenance: backup',
      until: '2026-03-30T03:00:00.000Z',
    });
    clock.now += 31 * minute;
    await audit({ findings: [stale] });
    expect(last().news.opened.map(({ id }) => id)).toEqual(['stale']);
  });
});
