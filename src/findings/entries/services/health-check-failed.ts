import { critical, restarts } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const healthCheckFailed = {
  category: 'services',
  severity: critical,
  transient: true,
  hidden_while_down: false,
  rests_on: ['local_health', 'health'],
  roles: ['down', 'stopped_unless_answered', 'fails_dependents', 'follows_dependency'],
  actions: restarts,
  title: '{who} fails its health check',
  titles: '{who} fail their health check',
  facts: ['{failed.0.interface}: {failed.0.detail}', '{failed.1.interface}: {failed.1.detail}'],
  cure: 'Query the endpoint yourself, then read the log of {who}.',
  example: {
    advice: 'Read its log, then restart it.',
    expected: 'HTTP 200',
    actual: 'connection refused',
    evidence: {
      failed: [{ interface: 'tailscale', detail: 'connection refused by 100.91.193.23:8080', status: null }],
    },
  },
  docs: {
    brief: 'its health check fails',
    means: [
      'one of these is true of the health endpoint:',
      '- it answers with another status than expected, too late, or not at all;',
      '- its body says that the service is not well (`{"status":"red"}`, `{"ok":false}`,',
      '`Unhealthy`);',
      '- the port of `health.tcp` accepts no connections.',
      '',
      'A web page or an unknown word is not a health answer. It leaves the service',
      'unknown, unless `health.accept` or `health.good` say otherwise',
      '([manifest.md](manifest.md#what-a-body-says)).',
    ],
    likely_cause: [
      'the service is down, hangs, or moved to another port. Or a dependency is down or hangs: the',
      'finding says so if `depends_on` names it.',
    ],
    cure: 'query it yourself (`curl -i URL`), then read its log.',
    goes_away: 'when every endpoint answers as expected.',
  },
} satisfies CatalogueEntry;
