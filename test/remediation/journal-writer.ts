import { createJournal } from '../../src/remediation/journal.ts';

// Writes entries until it is killed: `node journal-writer.ts FILE`.
const path = process.argv[2] ?? '';
const journal = createJournal({
  path,
  anchor: { read: async () => null, write: async () => {} },
  now: Date.now,
});
for (let number = 1; ; number += 1)
  await journal.append('click', null, { number, text: 'x'.repeat(number % 5000) });
