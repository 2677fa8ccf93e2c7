import { describe, expect, it } from 'vitest';
import { createRecords } from '../../src/store/create-records.ts';
import { aFinding, auditedAt } from '../support/builders.ts';
import { shivaTwice } from '../support/alerting/bulletin.ts';
import { aMemory } from '../support/bots/memory.ts';
import { anOpenFinding } from '../support/report/open-finding.ts';
import { aFix, anAlertOf } from '../support/report/living.ts';

const now = Date.parse(auditedAt) + 600_000;

async function scene() {
  const { ledger, history } = aMemory(() => now);
  let stored = 0;
  const records = createRecords(
    ledger,
    history,
    () => now,
    () => void (stored += 1),
  );
  const stale = aFinding({ id: 'stale' });
  await ledger.update((value) => ({
    value: {
      ...value,
      standing: [anOpenFinding(shivaTwice), anOpenFinding(stale)],
      living: [anAlertOf([shivaTwice, stale])],
    },
    result: null,
  }));
  const alert = async () => (await ledger.read()).living[0]!;
  return { ledger, records, alert, stored: () => stored };
}

describe('an alert', () => {
  it('says who has acknowledged what, in the same write, and is to be edited', async () => {
    const { records, alert, stored } = await scene();
    await records.acknowledge('dup', 'Ada', 'known', now + 3_600_000);
    const { entries, revision } = await alert();
    expect(entries.map(({ acknowledged }) => acknowledged?.by ?? null)).toEqual(['Ada', null]);
    expect([revision, stored()]).toEqual([2, 1]);
    await records.unacknowledge('dup');
    expect((await alert()).entries[0]?.acknowledged).toBeNull();
    expect(stored()).toBe(2);
  });

  it('is credited to a remediation that took note of itself after the end', async () => {
    const { records, alert, ledger } = await scene();
    await ledger.update((value) => {
      const living = value.living.map((each) => ({
        ...each,
        entries: each.entries.map((entry) => ({
          ...entry,
          ended: { at: new Date(now).toISOString(), trigger: 'watch' as const, fix: null },
        })),
      }));
      return { value: { ...value, living }, result: null };
    });
    await records.fixed(aFix());
    expect((await alert()).entries.map(({ ended }) => ended?.fix?.by.name ?? null)).toEqual(['Ada', null]);
    expect((await ledger.read()).fixes).toEqual([aFix()]);
  });

  it('is left alone by an answer that is none of its own', async () => {
    const { records, ledger } = await scene();
    const before = await ledger.read();
    await records.answered('7c0ffee1', { channel: '1', message: '2' });
    expect(await ledger.read()).toEqual(before);
  });
});
