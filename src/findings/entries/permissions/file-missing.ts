import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';
import { fileFacts } from './file-facts.ts';

export const fileMissing = {
  category: 'permissions',
  severity: high,
  transient: false,
  hidden_while_down: false,
  rests_on: fileFacts,
  roles: [],
  actions: [],
  title: 'A file of {who} is missing',
  titles: '{who} lack files',
  facts: ['{path} is not there'],
  cure: 'Put the file back, or take it out of the manifest.',
  example: { expected: '/etc/event-relay.json', actual: null, evidence: { path: '/etc/event-relay.json' } },
  docs: {
    brief: 'a file is missing',
    means: 'the file does not exist, or is a broken link.',
    likely_cause: 'a volume that is not mounted; a clean-up that went too far.',
    cure: 'restore it, or remove it from the manifest.',
    goes_away: 'when it exists.',
  },
} satisfies CatalogueEntry;
