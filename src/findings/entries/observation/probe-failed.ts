import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const probeFailed = {
  category: 'observation',
  severity: high,
  transient: false,
  hidden_while_down: false,
  rests_on: ['connection'],
  roles: [],
  actions: [],
  title: '{who} could not be read in full',
  titles: '{who} could not be read in full',
  facts: ['{detail|details}', 'Unknown meanwhile: {services}'],
  cure: 'Run `driftwatch doctor` to see what is missing.',
  example: {
    sometimes: ['fact', 'detail'],
    service: null,
    machine: 'nas',
    expected: null,
    actual: 'denied',
    evidence: {
      services: ['event-relay', 'codex'],
      fact: 'containers',
      detail: 'permission denied on docker.sock',
    },
  },
  docs: {
    brief: 'something could not be read',
    means: [
      "a machine's section, a repository or an API could not be read. There is one finding per",
      'cause; it names the services behind it. If only one service is affected, for example by a',
      'file that the SSH user may not read, that is a separate finding.',
    ],
    likely_cause: [
      "the SSH user may not read it (docker's socket, a file). A token expired or has no access to",
      'the repository. Docker hangs, or there is no network.',
    ],
    cure: [
      '`driftwatch doctor` says which right is missing; [security.md](security.md) says',
      'how to grant only that.',
    ],
    goes_away: 'when it can be read again.',
  },
} satisfies CatalogueEntry;
