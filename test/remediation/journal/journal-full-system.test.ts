import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { anchorIn } from '../../../src/bot/journal.ts';
import { readChain } from '../../../src/remediation/journal/journal-chain.ts';
import { createJournal } from '../../../src/remediation/journal/journal.ts';
import { createLedger } from '../../../src/store/create-ledger.ts';
import { openState } from '../../../src/store/open/open.ts';
import { UserError } from '../../../src/text/user-error.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { lacks } from '../../support/machines/system.ts';

/** @throws in CI, where a skip is a failure */
function lacksMount(): boolean {
  if (lacks(['mount', 'mount'])) return true;
  if (process.getuid?.() === 0) return false;
  if (process.env['CI']) throw new Error('needs root, to mount a small file system');
  return true;
}

/** The bot's memory and its journal on a disk of 1 MB, and what takes all of its room but some blocks. */
async function aSmallDisk() {
  const folder = await testFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  const state = await openState(`sqlite://${join(folder, 'state.sqlite')}`, Date.now);
  onTestFinished(() => state.close());
  const path = join(folder, 'journal.jsonl');
  const journal = createJournal({ path, anchor: anchorIn(state.keyv('journal')), now: Date.now });
  const ledger = createLedger(state.keyv('ledger'), () => expect.unreachable());
  let blocks = 0;
  const name = (at: number) => join(folder, `filler-${at}`);
  function fill(left: number): void {
    try {
      for (blocks = 0; ; blocks += 1) writeFileSync(name(blocks), Buffer.alloc(4096, 1));
    } catch {
      for (let at = blocks - left; at <= blocks; at += 1) rmSync(name(at), { force: true });
    }
  }
  function makeRoom(): void {
    for (let at = 0; at <= blocks; at += 1) rmSync(name(at), { force: true });
  }
  return { journal, ledger, fill, makeRoom, entries: () => readChain(readFileSync(path, 'utf8')) };
}

describe.skipIf(lacksMount())('a disk that is full', () => {
  // So many blocks of 4 KiB are free: the memory fails, or the journal amid a line, or after it.
  it.each([0, 1, 2, 4, 6, 8])(
    'is told with what to do, and loses nothing, with %i blocks left',
    async (left) => {
      const { journal, ledger, fill, makeRoom, entries } = await aSmallDisk();
      await journal.append('click', 'a', { before: true });
      fill(left);
      const told: unknown[] = [];
      const written: string[] = ['before'];
      for (const name of ['one', 'two', 'three']) {
        await journal.append('click', 'a', { name, text: 'x'.repeat(6000) }).then(
          () => written.push(name),
          (error: unknown) => told.push(error),
        );
      }
      const deliveries = Array.from({ length: 400 }, (_, at) => ({
        id: `${at} ${'x'.repeat(60)}`,
        at: '2026-03-29T18:00:00Z',
      }));
      await ledger
        .update((value) => ({ value: { ...value, deliveries }, result: null }))
        .catch((error: unknown) => told.push(error));
      expect(told.length).toBeGreaterThan(0);
      for (const error of told) {
        expect(error).toBeInstanceOf(UserError);
        expect(String(error)).toMatch(
          /disk .*is full[.,].*Free up disk space (?:there|for \S+), then (?:try|request) again\.$/,
        );
      }
      expect((await ledger.read()).deliveries).toEqual([]);
      expect(await journal.finding()).toBeNull();
      makeRoom();
      await journal.append('click', 'b', { after: true });
      await ledger.update((value) => ({ value: { ...value, deliveries }, result: null }));
      expect((await ledger.read()).deliveries).toHaveLength(400);
      const { broken, entries: all } = entries();
      expect(broken).toBeNull();
      const names = all.flatMap(({ event, data }) =>
        event === 'sealed' ? [] : [data['name'] ?? Object.keys(data)[0]],
      );
      // What was told as kept is there. What was not may be: it runs nothing.
      expect(names).toEqual(expect.arrayContaining([...written, 'after']));
      expect(await journal.finding()).toBeNull();
    },
  );
});
