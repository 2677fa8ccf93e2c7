import { describe, expect, it } from 'vitest';
import { aFinding } from '../support/builders.ts';
import { minute, scene, stale } from '../support/bots/recorder-scene.ts';

const watch = { trigger: 'watch', only: 'watch', watch: { within_ms: 1 } } as const;
const types = ['duplicate_process' as const, 'health_check_failed' as const];
const doubled = aFinding({
  id: 'doubled',
  type: 'duplicate_process',
  severity: 'CRITICAL',
  service: 'shiva',
  machine: 'tesseract',
});
const coverage = { services: ['shiva'], types };

describe('what a watch leaves', () => {
  it('is nothing at all where nothing is wrong', async () => {
    const { audit, ledger, history } = scene();
    await audit({ request: watch, coverage });
    const before = await ledger.read();
    await audit({ request: watch, coverage });
    expect(await ledger.read()).toBe(before);
    expect((await history.read()).audits).toEqual([]);
  });

  it('is told by the second one that sees it, and filed only then', async () => {
    const { audit, ledger, told, last, records } = scene();
    await audit({ findings: [doubled], request: watch, coverage });
    expect(told).toEqual([]);
    expect(await records.unconfirmed()).toBe(true);
    expect(await records.openFindings()).toEqual([]);
    expect((await records.history()).audits).toEqual([]);
    await audit({ findings: [doubled], request: watch, coverage });
    expect(last().news.opened.map(({ id }) => id)).toEqual(['doubled']);
    expect(await records.unconfirmed()).toBe(false);
    expect((await records.history()).audits).toMatchObject([{ trigger: 'watch', whole: false }]);
    expect((await ledger.read()).outbox).toMatchObject([{ payload: { opened: ['doubled'] } }]);
  });

  it('leaves alone what it did not look for', async () => {
    const { audit, ledger } = scene();
    await audit({ findings: [stale, { ...doubled, type: 'git_drift' }] });
    for (let looks = 0; looks < 3; looks += 1) await audit({ request: watch, coverage });
    expect((await ledger.read()).standing.map(({ finding }) => finding.id)).toEqual(['stale', 'doubled']);
  });

  it('says when a watch last saw that it was not there, and only what could see it', async () => {
    const { audit, clock } = scene();
    await audit({ request: watch, coverage });
    clock.now += minute;
    await audit({ request: watch, coverage: { ...coverage, blind: { shiva: types } } });
    clock.now += minute;
    const blind = await audit({ findings: [doubled], request: watch, coverage });
    expect(blind.findings[0]?.evidence).not.toHaveProperty('watched');
    const other = scene();
    await other.audit({ request: watch, coverage });
    const clear_at = new Date(other.clock.now).toISOString();
    other.clock.now += minute;
    const report = await other.audit({ findings: [doubled], request: watch, coverage });
    expect(report.findings[0]?.evidence).toMatchObject({ watched: { clear_at } });
  });

  it('overtakes an audit that began before it only in what it looked for', async () => {
    const { recorder, seen, audit, ledger } = scene();
    const slow = recorder.begin();
    for (let looks = 0; looks < 2; looks += 1) await audit({ findings: [doubled], request: watch, coverage });
    const drifted = aFinding({ id: 'drifted', service: 'shiva', machine: 'tesseract' });
    await slow(
      seen({ findings: [drifted], coverage: { services: ['shiva'], types: [...types, 'git_drift'] } }),
    );
    const ids = (await ledger.read()).standing.map(({ finding }) => finding.id);
    expect(ids.toSorted()).toEqual(['doubled', 'drifted']);
  });

  it('is nothing where a hand-over of three watches ends before the time to deploy does', async () => {
    const { audit, clock, told, records, ledger } = scene();
    const push = { delivery: 'd', repo: 'a/b', branch: 'main', commit: 'c'.repeat(40) };
    const services = [{ name: 'shiva', deploy_grace_ms: 15 * minute }] as Parameters<
      typeof records.watchMerge
    >[1];
    await records.watchMerge(push, services);
    for (const findings of [[doubled], [doubled], [doubled], [], [], [], []]) {
      await audit({ findings, request: watch, coverage: { ...coverage, inventory: ['shiva'] } });
      clock.now += 2 * minute;
    }
    clock.now += 16 * minute;
    await audit({ request: watch, coverage: { ...coverage, inventory: ['shiva'] } });
    expect(told).toEqual([]);
    expect((await ledger.read()).standing).toEqual([]);
  });

  it('keeps quiet of a restart while a merge is deployed, and speaks when the time for that has run out', async () => {
    const { audit, clock, told, last, records } = scene();
    const push = { delivery: 'd', repo: 'a/b', branch: 'main', commit: 'c'.repeat(40) };
    const services = [{ name: 'shiva', deploy_grace_ms: 15 * minute }] as Parameters<
      typeof records.watchMerge
    >[1];
    await records.watchMerge(push, services);
    for (let looks = 0; looks < 3; looks += 1) {
      await audit({ findings: [doubled], request: watch, coverage: { ...coverage, inventory: ['shiva'] } });
      expect(told).toEqual([]);
    }
    clock.now += 16 * minute;
    await audit({ findings: [doubled], request: watch, coverage: { ...coverage, inventory: ['shiva'] } });
    expect(last().news.opened.map(({ id }) => id)).toEqual(['doubled']);
  });
});
