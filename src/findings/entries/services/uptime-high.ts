import { low, restarts } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const uptimeHigh = {
  category: 'services',
  severity: low,
  transient: false,
  hidden_while_down: true,
  rests_on: ['processes', 'jobs', 'local_health', 'health'],
  roles: ['mild', 'cure_interrupts'],
  actions: restarts,
  title: '{who} has been up for over 30 days',
  titles: '{who} have been up for over 30 days',
  facts: ['Up {uptime_seconds}'],
  cure: 'Restart {who} at a quiet time.',
  example: {
    advice: 'Restart it at a quiet time.',
    expected: 'at most 30d',
    actual: '41d',
    evidence: { uptime_seconds: 3542400, pid: 812 },
  },
  docs: {
    brief: 'it has run for over 30 days',
    means: [
      'it has been up for over 30 days: leaks may have accumulated, and nobody knows whether it',
      'still starts.',
    ],
    likely_cause: 'nothing deploys it.',
    cure: 'restart it at a quiet time.',
    goes_away: 'when it has been restarted.',
  },
} satisfies CatalogueEntry;
