import { low } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const unitNotEnabled = {
  category: 'services',
  severity: { ...low, trading: 'HIGH' },
  transient: false,
  hidden_while_down: false,
  rests_on: ['jobs', 'job'],
  roles: [],
  actions: [],
  title: '{who} will not start at the next boot',
  titles: '{who} will not start at the next boot',
  facts: ['{unit} is disabled and {state} now'],
  cure: 'Enable the unit with `systemctl enable`.',
  example: {
    expected: 'enabled',
    actual: 'disabled',
    evidence: { unit: 'event-relay.service', state: 'active (running)' },
  },
  docs: {
    brief: 'it will not start at the next boot',
    means: [
      'the unit works now, but will not start at the next boot. It is disabled, and no enabled',
      'timer, socket, path or other unit starts it.',
    ],
    likely_cause: 'somebody started it by hand and never enabled it.',
    not_reported: [
      'units without `[Install]`, and units that are generated, linked, transient or enabled until',
      'the next boot.',
    ],
    cure: '`sudo systemctl enable UNIT` (its timer, if it has one).',
    goes_away: 'when it is enabled.',
  },
} satisfies CatalogueEntry;
