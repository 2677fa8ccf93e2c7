import { critical } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const duplicateProcess = {
  category: 'processes',
  severity: critical,
  transient: true,
  hidden_while_down: false,
  rests_on: ['processes', 'containers', 'local_health', 'health', 'copies', 'listeners'],
  roles: ['cure_interrupts'],
  actions: [],
  title: '{actual} of {who} are running',
  titles: '{who} run too many copies',
  facts: ['Pid {trees.pid}; expected {expected}', 'Extra: pid {trees?extra.pid}, {trees?extra.reason}'],
  aside: 'extra copy since {trees?extra.started_at}',
  cure: 'Find the right copy, then stop the other.',
  example: {
    service: 'shiva',
    machine: 'tesseract',
    severity: 'CRITICAL',
    advice: 'Check open orders, then stop the extra copy.',
    expected: '1 instance',
    actual: '2 instances',
    evidence: {
      expected: 1,
      trees: [
        { machine: 'tesseract', pid: 23948, extra: false, started_at: '2026-03-29T09:12:00.000Z' },
        {
          machine: 'tesseract',
          pid: 23957,
          extra: true,
          reason: 'not the one /health names',
          started_at: '2026-03-29T17:56:00.000Z',
        },
      ],
    },
  },
  docs: {
    brief: 'more copies run than expected, also across machines',
    means: [
      'more process trees of the service run than expected: on one machine, next to a container, or',
      'on two machines. The evidence says which is the extra copy (`extra`). What one unit, job,',
      'container or manager runs is one instance. Another program in its folder is not a copy, and',
      'a bare argument that contains the name counts for nothing.',
    ],
    likely_cause: [
      'somebody started it by hand while the job manager ran one too. Or an old session never',
      'ended, or it moved machines and was not stopped on the first.',
    ],
    cure: [
      'trading: stop nothing before you know which one holds the open orders. Otherwise stop the',
      'extra copy by its pid (`kill PID`), and start services only through their manager.',
    ],
    goes_away: 'when the number in the manifest runs.',
  },
} satisfies CatalogueEntry;
