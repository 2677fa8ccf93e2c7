import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';
import { fileFacts } from './file-facts.ts';

export const secretExposed = {
  category: 'permissions',
  severity: high,
  transient: false,
  hidden_while_down: false,
  rests_on: fileFacts,
  roles: [],
  actions: ['tighten-mode'],
  title: 'A secret file of {who} is readable',
  titles: '{who} have readable secret files',
  facts: ['{path} has {actual}', 'It should be {expected}'],
  cure: 'Restrict the file, then rotate the secret.',
  example: {
    expected: 'readable by knox alone',
    actual: 'mode 0644',
    evidence: { path: '/etc/event-relay.env', mode: '0644', owner: 'knox' },
  },
  docs: {
    brief: 'others can read a secret',
    means: [
      'users other than the owner can read a file that holds a secret by its name (`.env*`,',
      '`*.pem`, `*.key`, `id_*`, `*credentials*`) or by `secret: true`.',
    ],
    likely_cause: 'a program wrote it with the usual umask; `scp` or COPY copied it with its mode.',
    cure: [
      '`chmod go-rwx FILE`; for a file in an image, also in its Dockerfile. Consider who could have',
      'read it: replace the secret if others use the machine.',
    ],
    goes_away: 'when only its owner can read it.',
  },
} satisfies CatalogueEntry;
