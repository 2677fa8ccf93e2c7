import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createJournal } from '../../../src/remediation/journal/journal.ts';
import { testFolder } from '../../support/machines/folder.ts';

it('a journal that cannot be read is a finding, and no error that keeps an audit from its report', async () => {
  const path = join(await testFolder(), 'journal.jsonl');
  mkdirSync(path);
  const journal = createJournal({
    path,
    anchor: { read: async () => null, write: async () => {} },
    now: () => 0,
  });
  expect(await journal.finding()).toMatchObject({
    type: 'journal_broken',
    actual: expect.stringMatching(/^it cannot be read \(.+\)$/) as string,
  });
});
