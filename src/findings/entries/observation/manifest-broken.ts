import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const manifestBroken = {
  category: 'observation',
  severity: { ...high, trading: 'HIGH' },
  transient: false,
  hidden_while_down: false,
  rests_on: ['manifest_edit'],
  roles: ['of_driftwatch'],
  actions: [],
  title: 'The latest edit of the manifest is broken',
  titles: '{who} have a broken manifest',
  facts: ['{sentence}'],
  cure: 'Run `driftwatch check` and fix what it reports.',
  example: {
    service: null,
    machine: null,
    summary: 'services.2.name: a service needs a name.',
    expected: null,
    actual: null,
    evidence: {},
  },
  docs: {
    brief: 'the latest edit of the manifest is broken',
    means: [
      "somebody edited the manifest's file, and it can no longer be read. The bot uses the last",
      'good one, and nobody can approve anything until it is fixed. The bot checks the file every',
      'minute.',
    ],
    likely_cause: 'a mistake in JSON or YAML, an unknown key, a duplicate name.',
    cure: '`driftwatch check` shows every error with its place.',
    goes_away: 'when the file can be read again.',
  },
} satisfies CatalogueEntry;
