import { byTier, restarts } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const processMissing = {
  category: 'services',
  severity: byTier,
  transient: true,
  hidden_while_down: false,
  rests_on: ['processes', 'jobs', 'containers', 'listeners'],
  roles: ['down', 'stopped', 'absence', 'fails_dependents', 'cure_interrupts'],
  actions: restarts,
  title: '{who} is not running as declared',
  titles: '{who} are not running as declared',
  facts: ['{actual} running, expected {expected}', 'Looked for {looked_for}'],
  cure: 'Read its log, then start it.',
  example: {
    expected: '1 instance',
    actual: '0 instances',
    evidence: { looked_for: 'event-relay', pids: [] },
  },
  docs: {
    brief: 'fewer copies run than expected',
    means: [
      'fewer process trees run than the manifest declares with `process`, `instances` or',
      '`lockfile`. A running container counts as one, unless `process` says what runs in it. A',
      'process may be the service without proof: it runs in its folder, or has a part of its name.',
      'Then the service is unknown instead.',
    ],
    likely_cause: 'it is down; its command line does not match `process`.',
    cure: 'read its log and start it; or correct `process` (`ps -axo pid,command | grep NAME`).',
    goes_away: 'when the declared number runs.',
  },
} satisfies CatalogueEntry;
