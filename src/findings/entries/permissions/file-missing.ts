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
  titles: '{who} have missing files',
  facts: ['{path} does not exist'],
  cure: 'Restore it, or remove it from the manifest.',
  example: { expected: '/etc/event-relay.json', actual: null, evidence: { path: '/etc/event-relay.json' } },
  docs: {
    brief: 'a file is missing',
    means: 'the file does not exist, or is a broken link.',
    likely_cause: 'a volume that is not mounted; a clean-up that went too far.',
    cure: 'restore it, or remove it from the manifest.',
    goes_away: 'when it exists.',
  },
} satisfies CatalogueEntry;
