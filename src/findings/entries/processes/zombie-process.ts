import { high, restarts } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const zombieProcess = {
  category: 'processes',
  severity: high,
  transient: false,
  hidden_while_down: false,
  rests_on: ['processes', 'jobs', 'local_health', 'health', 'containers', 'listeners'],
  roles: ['cure_interrupts'],
  actions: restarts,
  title: '{who} leaves zombie processes',
  titles: '{who} leave zombie processes',
  facts: ['{actual}: pid {zombies.pid}'],
  cure: 'Restart the parent at a quiet time.',
  example: {
    advice: 'Restart it at a quiet time.',
    expected: 'no zombies',
    actual: '2 zombies',
    evidence: { zombies: [{ pid: 4711 }, { pid: 4712 }] },
  },
  docs: {
    brief: 'ended processes that nobody collects',
    means: 'processes of the service have ended, but their parent has not collected them.',
    likely_cause: 'a program that starts others and does not wait for them; a container without an init.',
    cure: 'restart the parent at a quiet time; `init: true` in compose.',
    goes_away: 'when the parent has collected them, or has ended.',
  },
} satisfies CatalogueEntry;
