import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const containerUnhealthy = {
  category: 'docker',
  severity: high,
  transient: true,
  hidden_while_down: true,
  rests_on: ['containers'],
  roles: ['fails_dependents'],
  actions: ['restart-container'],
  title: 'A container of {who} is unhealthy',
  titles: '{who} have unhealthy containers',
  facts: ['Container: {container}'],
  cure: 'Read what its health check said, then its log.',
  example: {
    advice: "Read its checks: `docker inspect -f '{{json .State.Health}}' event-relay`",
    expected: 'healthy',
    actual: 'unhealthy',
    evidence: { container: 'event-relay', started_at: '2026-03-28T00:00:00.000Z' },
  },
  docs: {
    brief: 'the container is unhealthy',
    means: 'the container runs, but fails its own HEALTHCHECK.',
    likely_cause: 'the service hangs or lacks a dependency, or the check itself is wrong.',
    cure: "`docker inspect --format '{{json .State.Health.Log}}' CONTAINER`, then its log.",
    goes_away: 'when docker calls it healthy.',
  },
} satisfies CatalogueEntry;
