import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createJournal } from '../../../src/remediation/journal/journal.ts';

// Writes entries until it is killed: `node journal-writer.ts FILE`. The anchor is FILE.anchor.
const path = process.argv[2] ?? '';
const journal = createJournal({
  path,
  anchor: {
    read: async () =>
      existsSync(`${path}.anchor`) ? JSON.parse(readFileSync(`${path}.anchor`, 'utf8')) : null,
    async write(head) {
      writeFileSync(`${path}.anchor.new`, JSON.stringify(head));
      renameSync(`${path}.anchor.new`, `${path}.anchor`);
    },
  },
  now: Date.now,
});
for (let number = 1; ; number += 1)
  await journal.append('click', null, { number, text: 'x'.repeat(number % 5000) });
