import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Anchored } from '../../../src/remediation/journal/journal-problem.ts';
import { readChain } from '../../../src/remediation/journal/journal-chain.ts';
import { unwritable } from '../../../src/remediation/journal/journal-problem.ts';
import { createJournal } from '../../../src/remediation/journal/journal.ts';
import { journalScene, writtenJournal } from '../../support/remediation/journal-scene.ts';

describe('where the journal stood', () => {
  it('is told before an entry is written, with the entry, and after it', async () => {
    const { path } = await journalScene();
    const told: Anchored[] = [];
    const anchor = {
      read: async () => told.at(-1) ?? null,
      write: async (head: Anchored) => void told.push(head),
    };
    await createJournal({ path, anchor, now: () => 0 }).append('request', null, {});
    const { head } = readChain(readFileSync(path, 'utf8'));
    expect(told).toEqual([{ seq: 0, hash: '0'.repeat(64), next: head }, head]);
  });
});

describe('an edit in place that leaves the size as it was', () => {
  it.each([
    ['an audit', 'finding'],
    ['an approval', 'objection'],
  ] as const)('that %s has seen lets nothing more be written', async (_, how) => {
    const { path, journal, text } = await writtenJournal();
    writeFileSync(path, text().replace('Knox', 'Eve!'));
    if (how === 'finding') await journal.finding();
    else await journal.objection(null).catch(() => null);
    await expect(journal.append('click', null, {})).rejects.toThrow('The remediation journal is broken');
  });

  it('is a finding of its own', async () => {
    const { path, journal, text } = await writtenJournal();
    writeFileSync(path, text().replace('Knox', 'Eve!'));
    const finding = await journal.finding();
    expect(finding).toMatchObject({
      type: 'journal_broken',
      severity: 'CRITICAL',
      expected: 'an unbroken chain',
      evidence: { journal: path },
    });
    expect(finding?.summary).toContain(String(finding?.actual));
  });
});

describe('a journal that cannot be written', () => {
  it.each([
    ['EACCES', 'the bot may not write /j (EACCES). Give its user the right to, then request again'],
    ['EPERM', 'the bot may not write /j (EPERM). Give its user the right to, then request again'],
    ['EROFS', 'the bot may not write /j (EROFS). Give its user the right to, then request again'],
    ['EDQUOT', 'the disk is full. Free up disk space for /j, then request again'],
    ['EIO', 'writing /j failed (EIO). Check its disk, then request again'],
    [undefined, 'writing /j failed (no reason was given). Check its disk, then request again'],
  ])('says of %s what to do', (code, cure) => {
    expect(unwritable('/j', Object.assign(new Error('x'), { code })).message).toBe(
      `Nothing is run while the remediation journal cannot be written: ${cure}.`,
    );
  });
});
