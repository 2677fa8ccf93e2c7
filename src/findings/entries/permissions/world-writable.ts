import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';
import { fileFacts } from './file-facts.ts';

export const worldWritable = {
  category: 'permissions',
  severity: high,
  transient: false,
  hidden_while_down: false,
  rests_on: fileFacts,
  roles: [],
  actions: [],
  title: 'Anyone can change a file of {who}',
  titles: '{who} have files that anyone can change',
  facts: ['{path} has {actual}'],
  cure: 'Check what it contains, then run `chmod o-w` on it.',
  example: {
    expected: 'not writable by all',
    actual: 'mode 0666',
    evidence: { path: '/etc/event-relay.json', mode: '0666', owner: 'knox' },
  },
  docs: {
    brief: 'everybody can write a file, folder or socket',
    means: [
      'every user can change the file, or add and replace files in the folder. Below the folders of',
      '`scan` also: every user can connect to the socket, or write into the pipe. A folder with the',
      'sticky bit (`/tmp`, mode 1777) does not count.',
    ],
    likely_cause: [
      '`chmod 777` to get something working; an umask of 000; a server that creates its socket for',
      'everybody.',
    ],
    cure: [
      'check what it contains now, then `chmod o-w FILE`. For a socket, set its mode in the',
      "server's configuration, since each start creates it again. If everyone should use it,",
      'declare it in `files`, with its mode.',
    ],
    goes_away: 'when others cannot write it.',
  },
} satisfies CatalogueEntry;
