import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { beginning, linked, readChain } from '../../../src/remediation/journal/journal-chain.ts';
import type { Head } from '../../../src/remediation/journal/journal-chain.ts';
import { objectionTo, problemOf, unwritable } from '../../../src/remediation/journal/journal-problem.ts';
import type { Anchored } from '../../../src/remediation/journal/journal-problem.ts';
import { createJournal } from '../../../src/remediation/journal/journal.ts';
import { epochMs, isoInstant } from '../../../src/time/instant.ts';
import { UserError } from '../../../src/text/user-error.ts';
import { auditedAt } from '../../support/builders.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { ada } from '../../support/remediation/people.ts';
import { requested } from '../../support/remediation/scene.ts';

const asked = { id: 'id-1', requested_at: auditedAt };

/** A journal in which id-1 was run, with the anchors of its state after each step: backups of the state. */
async function ran() {
  const path = join(await testFolder(), 'journal.jsonl');
  const kept: { head: Anchored | null } = { head: null };
  const backups: (Anchored | null)[] = [];
  const clock = { now: epochMs(auditedAt) };
  const open = () =>
    createJournal({
      path,
      anchor: { read: async () => kept.head, write: async (head) => void (kept.head = head) },
      now: () => clock.now,
    });
  const journal = open();
  for (const event of ['requested', 'approved', 'permit', 'execute', 'ran']) {
    backups.push(kept.head);
    await journal.append(event, 'id-1', {});
  }
  return { path, kept, backups, clock, open, text: () => readFileSync(path, 'utf8') };
}

describe('a state that was put back from a backup', () => {
  it.each([0, 1, 2, 3, 4])('stops every approval, from before step %i', async (step) => {
    const { kept, backups, open } = await ran();
    kept.head = backups[step]!;
    const journal = open();
    const why = 'The state was restored from a backup';
    await expect(journal.objection(asked)).rejects.toThrow(why);
    await expect(journal.append('click', 'id-1', {})).rejects.toThrow(why);
    expect(await journal.finding()).toMatchObject({ type: 'journal_broken', severity: 'CRITICAL' });
    expect((await journal.finding())?.summary).toContain('driftwatch journal renew --why');
  });

  it('goes on once a person says why, and what was run, or asked for before, never runs', async () => {
    const { kept, backups, open, text, clock } = await ran();
    kept.head = backups[1]!;
    const journal = open();
    await expect(journal.renew('knox', null)).rejects.toThrow('Say why with --why');
    await journal.renew('knox', 'restored the snapshot of Sunday');
    expect(await journal.finding()).toBeNull();
    const { entries } = readChain(text());
    expect(entries.at(-1)).toMatchObject({
      event: 'renewed',
      data: { why: 'restored the snapshot of Sunday' },
    });
    expect(await journal.objection(asked)).toContain('it already ran');
    expect(await journal.objection({ ...asked, id: 'id-2' })).toContain(
      'requested before the journal was renewed',
    );
    const requested_at = isoInstant(clock.now + 1);
    expect(await journal.objection({ id: 'id-2', requested_at })).toBeNull();
    expect(await journal.objection({ id: 'id-2', requested_at: 'rubbish' })).not.toBeNull();
  });

  it('has nothing to renew where it is whole, or broken otherwise', async () => {
    const { path, open, text, kept, backups } = await ran();
    await expect(open().renew('knox', 'so')).rejects.toThrow('move it away first');
    kept.head = backups[1]!;
    writeFileSync(path, text().replace('"execute"', '"exected"'));
    await expect(open().renew('knox', 'so')).rejects.toThrow('move it away first');
  });

  it('lets nothing from before run after a new journal was begun', async () => {
    const { path, open } = await ran();
    renameSync(path, `${path}.evidence`);
    await open().renew('knox', null);
    expect(await open().objection(asked)).toContain('requested before the journal was renewed');
  });
});

describe('the journal before an approval', () => {
  it('is read whole: an edit in place is seen at once', async () => {
    const { path, open, text } = await ran();
    const journal = open();
    await journal.append('click', 'id-2', {});
    writeFileSync(path, text().replace('"permit"', '"permut"'));
    await expect(journal.objection(null)).rejects.toThrow('line 3 does not fit: it was changed');
    await expect(journal.append('click', 'id-2', {})).rejects.toThrow('line 3 does not fit');
  });

  it('accepts a crash between the entry and its note', async () => {
    const { kept, open, text } = await ran();
    const { entries } = readChain(text());
    const [before, last] = entries.slice(-2).map(({ seq, hash }) => ({ seq, hash }));
    kept.head = { ...before!, next: last! };
    expect(await open().finding()).toBeNull();
    kept.head = { ...before!, next: { seq: 5, hash: 'another' } };
    expect(await open().finding()).not.toBeNull();
  });

  it('stops what was approved in a state that is older than it', async () => {
    const { world, remediation, id } = await requested();
    const { at } = world.journal[0]!;
    world.anchor = world.journal.push({ seq: 0, at, event: 'execute', approval: id, data: {} });
    await remediation.approve(id, ada);
    expect(world.runs).toEqual([]);
    expect(world.journal.at(-1)).toMatchObject({
      event: 'blocked',
      data: { reason: expect.stringContaining('it already ran') },
    });
  });
});

describe('journal verify', () => {
  function chainOf(...events: [event: string, approval: string | null][]) {
    let head: Head = beginning;
    const lines = events.map(([event, approval]) => {
      const entry = linked(head, { at: auditedAt, event, approval, data: {} });
      head = entry;
      return JSON.stringify(entry);
    });
    return { chain: readChain(`${lines.join('\n')}\n`), head };
  }

  it('flags a second run of one approval', () => {
    const twice = chainOf(['execute', 'a'], ['execute', 'b'], ['execute', 'a']);
    expect(problemOf(twice.chain, twice.head)).toBe('entry 3 runs what entry 1 has run already');
    const once = chainOf(
      ['execute', 'a'],
      ['execute', 'b'],
      ['ran', 'a'],
      ['execute', null],
      ['execute', null],
    );
    expect(problemOf(once.chain, once.head)).toBeNull();
  });

  it('knows a line that does not continue the one before it', () => {
    const first = linked(beginning, { at: auditedAt, event: 'a', approval: null, data: {} });
    // Whole in itself, and in its place by number: only the link is wrong.
    const stranger = linked(
      { seq: 1, hash: 'f'.repeat(64) },
      { at: auditedAt, event: 'b', approval: null, data: {} },
    );
    const { broken } = readChain(`${JSON.stringify(first)}\n${JSON.stringify(stranger)}\n`);
    expect(broken).toEqual({ line: 2, why: 'it does not continue the line before it' });
  });

  it('has no objection to what it does not know', () => {
    expect(objectionTo(asked, chainOf(['execute', 'id-2'], ['permit', 'id-1']).chain.entries)).toBeNull();
  });
});

describe('a journal that cannot be written', () => {
  it.each([
    ['ENOSPC', 'the disk is full. Free up disk space for /data/journal.jsonl, then request again.'],
    ['EDQUOT', 'the disk is full. Free up disk space for'],
    ['EROFS', 'the bot may not write /data/journal.jsonl (EROFS). Give its user the right to'],
    ['EIO', 'writing /data/journal.jsonl failed (EIO). Check its disk'],
  ])('says what to do about %s', (code, said) => {
    const problem = unwritable('/data/journal.jsonl', Object.assign(new Error('x'), { code }));
    expect(problem).toBeInstanceOf(UserError);
    expect(problem.message).toContain(said);
  });

  it('says so where it has no place', async () => {
    const { path, open } = await ran();
    renameSync(path, `${path}.old`);
    const journal = open();
    const nowhere = createJournal({
      path: '/proc/driftwatch/journal.jsonl',
      anchor: { read: async () => null, write: async () => {} },
      now: Date.now,
    });
    await expect(nowhere.append('click', null, {})).rejects.toThrow(UserError);
    await expect(journal.append('click', null, {})).rejects.toThrow('its last lines are missing');
  });
});
