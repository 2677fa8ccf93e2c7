import type { CatalogueEntry } from '../../entry.ts';

export const healthDegraded = {
  category: 'services',
  severity: { CRITICAL: 'HIGH', HIGH: 'HIGH', LOW: 'LOW', trading: 'HIGH' },
  transient: true,
  hidden_while_down: true,
  rests_on: ['local_health', 'health'],
  roles: [],
  actions: [],
  title: '{who} reports itself degraded',
  titles: '{who} report themselves degraded',
  facts: ['{degraded.0.interface}: {degraded.0.because}', '{degraded.1.interface}: {degraded.1.because}'],
  cure: 'Look at the part that its health answer names.',
  example: {
    expected: 'a healthy service',
    actual: 'the status is degraded',
    evidence: { degraded: [{ interface: 'tailscale', because: 'the status is degraded' }] },
  },
  docs: {
    brief: 'it reports itself degraded',
    means: [
      'it answers, but reports itself as less than healthy: `degraded`, `warn`, `starting`. Or a',
      'part of it fails while the whole reports itself as up.',
    ],
    likely_cause: 'a dependency is gone; a disk is nearly full; it has just been started.',
    cure: [
      'query it yourself (`curl URL`), and look at the part that it names. If that is its usual',
      'state, list the word in `health.good`.',
    ],
    goes_away: 'when it reports that it is healthy.',
  },
} satisfies CatalogueEntry;
