import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const lockfileMismatch = {
  category: 'processes',
  severity: high,
  transient: false,
  hidden_while_down: false,
  rests_on: ['processes', 'lockfiles', 'jobs', 'local_health', 'health', 'lock_holder'],
  roles: ['cure_interrupts'],
  actions: [],
  title: 'The lock of {who} names another process',
  titles: '{who} have locks that name another process',
  facts: ['{lockfile} holds {actual}'],
  cure: 'Find who wrote it, then restart {who}.',
  example: {
    expected: 'the pid of the running service',
    actual: 'pid 812 of another process',
    evidence: { lockfile: '/run/event-relay.pid', pid: 812, holder: null },
  },
  docs: {
    brief: 'the lock names another process',
    means: [
      'the lockfile names another living process, or a dead one while the service runs. Nothing',
      'prevents a second instance from starting.',
    ],
    likely_cause: [
      'the service bypassed its own lock; somebody deleted or restored the lock; the pid was',
      'reused.',
    ],
    cure: 'restart the service the way it normally starts, so that it writes its lock.',
    goes_away: 'when the lock names a process of the service.',
  },
} satisfies CatalogueEntry;
