import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';
import { fileFacts } from './file-facts.ts';

export const wrongMode = {
  category: 'permissions',
  severity: high,
  transient: false,
  hidden_while_down: false,
  rests_on: fileFacts,
  roles: ['declared_mode'],
  actions: ['tighten-mode'],
  title: 'A file of {who} has the wrong mode',
  titles: '{who} have files with the wrong mode',
  facts: ['{path} has {actual}, expected {expected}'],
  cure: 'Set {expected}, or correct the manifest.',
  example: {
    expected: 'mode 0640',
    actual: 'mode 0644',
    evidence: { path: '/etc/event-relay.json', mode: '0644', owner: 'knox' },
  },
  docs: {
    brief: 'the mode differs from the manifest',
    means: "the file's permission bits are not the manifest's.",
    likely_cause: 'an editor, a backup or a deployment rewrote it.',
    cure: '`chmod MODE FILE`, or correct the manifest.',
    goes_away: "when the mode is the manifest's.",
  },
} satisfies CatalogueEntry;
