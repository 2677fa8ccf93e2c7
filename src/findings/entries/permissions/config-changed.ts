import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';
import { fileFacts } from './file-facts.ts';

export const configChanged = {
  category: 'permissions',
  severity: high,
  transient: false,
  hidden_while_down: false,
  rests_on: fileFacts,
  roles: [],
  actions: [],
  title: 'A file of {who} was changed',
  titles: '{who} have changed files',
  facts: ['{path}: checksum {actual}, expected {expected}'],
  cure: 'Restore it, or update the manifest.',
  example: {
    advice: 'Restore the known file, or update its sha256.',
    expected: 'a3f8c21d9e0b4f6a7c8d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b',
    actual: 'b9d1e44d9e0b4f6a7c8d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b',
    evidence: { path: '/etc/event-relay.json', mode: '0640', type: 'regular' },
  },
  docs: {
    brief: 'the content differs from the manifest or the repository',
    means: "the file's content does not match the SHA-256 in the manifest.",
    likely_cause: 'a manual edit; a deployment whose sha256 nobody put into the manifest.',
    cure: [
      'compare it with the version that you know (`sha256sum FILE`); restore that version, or write',
      'the new sum into the manifest.',
    ],
    goes_away: 'when the sums match.',
  },
} satisfies CatalogueEntry;
