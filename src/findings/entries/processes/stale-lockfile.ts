import { low } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const staleLockfile = {
  category: 'processes',
  severity: { ...low, trading: 'CRITICAL' },
  transient: false,
  hidden_while_down: false,
  rests_on: ['processes', 'lockfiles', 'jobs', 'local_health', 'health', 'lock_holder'],
  roles: ['cure_interrupts'],
  actions: ['remove-lockfile'],
  title: '{who} left a stale lockfile',
  titles: '{who} left stale lockfiles',
  facts: ['{lockfile} holds pid {pid}', 'No such process runs'],
  cure: 'Delete the lock if {who} is not running.',
  example: {
    expected: 'no lockfile of a dead process',
    actual: 'dead pid 812',
    evidence: { lockfile: '/run/event-relay.pid', pid: 812, holder: null },
  },
  docs: {
    brief: 'the lock names a dead process',
    means: [
      'the lockfile names a dead process, and nothing of the service runs. The lock is unknown',
      'instead if another program now has that number, or if the lock names another machine. It is',
      'also unknown if nothing says which number in the file is the pid. A key `pid` says which',
      'number it is.',
    ],
    likely_cause: 'a crash or `kill -9`. The next start may refuse.',
    cure: 'check that nothing runs (`ps -p PID`), then remove the file.',
    goes_away: 'when the lock is gone, or names a process of the service.',
  },
} satisfies CatalogueEntry;
