import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';
import { fileFacts } from './file-facts.ts';

export const wrongOwner = {
  category: 'permissions',
  severity: high,
  transient: false,
  hidden_while_down: false,
  rests_on: fileFacts,
  roles: [],
  actions: [],
  title: 'A file of {who} has the wrong owner',
  titles: '{who} have files with the wrong owner',
  facts: ['{path} belongs to {actual}, expected {expected}'],
  cure: 'Change the owner, or correct the manifest.',
  example: {
    expected: 'knox:staff',
    actual: 'root:wheel',
    evidence: { path: '/etc/event-relay.json', mode: '0640', owner: 'root', group: 'wheel' },
  },
  docs: {
    brief: 'the owner differs from the manifest',
    means: 'the file belongs to another user or group than the manifest says.',
    likely_cause: 'edited or restored as root.',
    cure: '`sudo chown OWNER FILE`, or correct the manifest.',
    goes_away: 'when it belongs to the owner in the manifest.',
  },
} satisfies CatalogueEntry;
