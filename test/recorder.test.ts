import { describe, expect, it } from 'vitest';
import type { Bulletin } from '../src/alerting/bulletin.ts';
import type { AuditRequest, Seen } from '../src/audit.ts';
import { resolveManifest } from '../src/inventory/resolve.ts';
import { createRecorder } from '../src/recorder.ts';
import type { Finding } from '../src/report/finding.ts';
import type { Sight } from '../src/report/sight.ts';
import { aFinding, aServiceState, headSha, runningSha } from './builders.ts';
import { aMemory } from './memory.ts';
import { aSight } from './report/sight.ts';

const sunday = Date.parse('2026-03-29T18:00:00Z');
const minute = 60_000;

const { manifest } = resolveManifest({
  machines: { 'knox-mac-mini': { host: '127.0.0.1' }, tesseract: { host: '127.0.0.2' } },
  services: [
    {
      name: 'akashic-records',
      machine: 'knox-mac-mini',
      risk_tier: 'HIGH',
      maintenance: [{ cron: '0 2 * * 1', duration: '1h', reason: 'backup' }],
    },
    { name: 'shiva', machine: 'tesseract', risk_tier: 'CRITICAL' },
  ],
});

type Over = {
  findings?: Finding[];
  request?: Partial<AuditRequest>;
  sight?: Partial<Sight>;
  deployed?: boolean;
};

function scene() {
  const clock = { now: sunday };
  const memory = aMemory(() => clock.now);
  const told: Bulletin[] = [];
  let stored = 0;
  const recorder = createRecorder({
    ...memory,
    channels: [
      {
        name: 'test',
        compose(bulletin) {
          told.push(bulletin);
          return [{ opened: bulletin.news.opened.map(({ id }) => id) }];
        },
        deliver: async () => {},
      },
    ],
    timezone: 'UTC',
    now: () => clock.now,
    warning: async () => null,
    moves: true,
    onStored: () => void (stored += 1),
  });
  let audits = 0;

  function seen({ findings = [], request = {}, sight = {}, deployed = false }: Over = {}): Seen {
    const state = aServiceState({
      commits_behind: deployed ? 0 : 4,
      running_sha: deployed ? headSha : runningSha,
    });
    return {
      id: `audit-${(audits += 1)}`,
      request: { trigger: 'command', service: null, machine: null, only: 'all', ...request },
      manifest,
      startedAt: clock.now,
      finishedAt: clock.now,
      comparison: { findings, services: [state], machines: [], gaps: [], sight: aSight(sight) },
    };
  }
  const audit = (over?: Over) => recorder.begin()(seen(over));
  const last = () => told.at(-1)!;
  return { clock, ...memory, recorder, audit, seen, told, last, stored: () => stored };
}

const stale = aFinding({ id: 'stale' });

describe('what an audit leaves', () => {
  it('stands, is to be sent, and is filed, by the time that its report is given out', async () => {
    const { audit, ledger, history, stored } = scene();
    const report = await audit({ findings: [stale] });
    expect(report.findings).toMatchObject([{ id: 'stale', status: 'new' }]);
    const { standing, outbox, unfiled } = await ledger.read();
    expect(standing.map(({ finding }) => finding.id)).toEqual(['stale']);
    expect(outbox).toMatchObject([{ id: 'audit-1-t0', channel: 'test', payload: { opened: ['stale'] } }]);
    expect(unfiled).toEqual([]);
    expect((await history.read()).audits).toMatchObject([
      { id: 'audit-1', whole: true, counts: { HIGH: 1 } },
    ]);
    expect(stored()).toBe(1);
  });

  it('is filed later, once, where a crash came between', async () => {
    const { audit, ledger, history, recorder } = scene();
    await audit({ findings: [stale] });
    const [entry] = (await history.read()).audits;
    const audit_ = { ...entry!, services: [] };
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

  it('is nothing where the memory is only read', async () => {
    const { audit, ledger, seen, history, clock } = scene();
    await audit({ findings: [stale] });
    const before = await ledger.read();
    const options = { ledger, history, channels: [], timezone: 'UTC', warning: async () => null };
    const reader = createRecorder({ ...options, now: () => clock.now, moves: false, onStored: () => {} });
    const report = await reader.begin()(seen({ findings: [stale] }));
    expect(report.findings).toMatchObject([{ status: 'ongoing' }]);
    expect(await ledger.read()).toEqual(before);
  });
});

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

describe('a merge', () => {
  const push = { delivery: 'd1', repo: 'Invictus-Labs/akashic-records', branch: 'main', commit: headSha };
  const merge = { trigger: 'merge' as const, service: 'akashic-records' };

  async function merged() {
    const made = scene();
    const services = manifest.services.filter(({ name }) => name === 'akashic-records');
    expect(await made.records.watchMerge(push, services)).toBe(true);
    expect(await made.records.watchMerge(push, services)).toBe(false);
    return { ...made, notes: () => made.last().merges.map(({ state }) => state) };
  }

  it('is told once that it waits, and keeps its drift quiet meanwhile', async () => {
    const { audit, notes, last } = await merged();
    await audit({ findings: [stale], request: merge });
    expect([notes(), last().news.opened]).toEqual([['waiting'], []]);
    await audit({ findings: [stale], request: merge });
    expect(notes()).toEqual([]);
  });

  it('ends when its service runs it', async () => {
    const { audit, notes, records } = await merged();
    await audit({ findings: [stale], request: merge });
    await audit({ request: merge, deployed: true });
    expect([notes(), await records.merges()]).toEqual([['deployed'], []]);
  });

  it('is told at the end of its grace time, and the drift with it', async () => {
    const { audit, notes, clock, last, records } = await merged();
    await audit({ findings: [stale], request: merge });
    clock.now += 15 * minute;
    await audit({ findings: [stale], request: merge });
    expect([notes(), await records.merges()]).toEqual([['overdue'], []]);
    expect(last().news.opened.map(({ id }) => id)).toEqual(['stale']);
  });

  it('is not called deployed while the ground truth may not know of it yet', async () => {
    const { audit, notes, clock, seen, recorder } = await merged();
    const old = seen({ request: merge, deployed: true });
    old.comparison.services = [
      aServiceState({ commits_behind: 0, running_sha: runningSha, expected_sha: runningSha }),
    ];
    await recorder.begin()(old);
    expect(notes()).toEqual(['waiting']);
    clock.now += 2 * minute;
    await audit({ request: merge, deployed: true });
    expect(notes()).toEqual(['deployed']);
  });

  it('is unknown where nobody could see what runs', async () => {
    const { notes, clock, seen, recorder } = await merged();
    clock.now += 15 * minute;
    const blind = seen({ request: merge });
    blind.comparison.services = [aServiceState({ running_sha: null, commits_behind: null })];
    await recorder.begin()(blind);
    expect(notes()).toEqual(['unknown']);
  });

  it('says nothing by an audit of processes alone', async () => {
    const { audit, notes, records } = await merged();
    await audit({ request: { only: 'processes' } });
    expect(notes()).toEqual([]);
    expect(await records.merges()).toHaveLength(1);
  });
});
