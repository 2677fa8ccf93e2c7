import { low } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const healthMissing = {
  category: 'services',
  severity: { ...low, trading: 'HIGH' },
  transient: false,
  hidden_while_down: false,
  rests_on: ['manifest'],
  roles: ['mild'],
  actions: [],
  title: '{who} has no health endpoint',
  titles: '{who} have no health endpoint',
  facts: ['Its health and commit cannot be checked'],
  cure: 'Serve `/health`, and write its `health_url` into the manifest.',
  example: { expected: 'a health_url', actual: null, evidence: {} },
  docs: {
    brief: 'it has no health endpoint',
    means: [
      'the manifest names no health endpoint, so Driftwatch cannot check whether it works, or which',
      'commit it runs.',
    ],
    likely_cause: 'the service has none.',
    cure: [
      'serve `/health` with `version`, `pid` and `uptime_seconds`, and write its `health_url` into',
      'the manifest.',
    ],
    goes_away: 'when the manifest names one.',
  },
} satisfies CatalogueEntry;
