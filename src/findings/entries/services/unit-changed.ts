import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const unitChanged = {
  category: 'services',
  severity: high,
  transient: true,
  hidden_while_down: false,
  rests_on: ['jobs', 'job'],
  roles: ['cure_interrupts'],
  actions: [],
  title: '{who} runs with an old unit file',
  titles: '{who} run with old unit files',
  facts: ['{unit}: changed, not reloaded'],
  cure: 'Run `systemctl daemon-reload`, then restart the unit.',
  example: {
    expected: 'loaded as on disk',
    actual: 'changed, not loaded',
    evidence: { unit: 'event-relay.service' },
  },
  docs: {
    brief: 'its unit was edited but not reloaded',
    means: [
      "somebody edited the unit's file, or the file of what it starts, after systemd read it.",
      'systemd still uses the old one.',
    ],
    likely_cause: 'a deployment or an edit without `systemctl daemon-reload`.',
    cure: '`sudo systemctl daemon-reload`, then restart the unit.',
    goes_away: 'when systemd has read the file.',
  },
} satisfies CatalogueEntry;
