import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const orphanProcess = {
  category: 'processes',
  severity: high,
  transient: false,
  hidden_while_down: false,
  rests_on: ['processes', 'lockfiles', 'jobs', 'local_health', 'health', 'containers', 'listeners', 'copies'],
  roles: ['cure_interrupts'],
  actions: [],
  title: 'An old process of {who} is left over',
  titles: '{who} have old processes left over',
  facts: ['Left over: pid {orphans.pid}', 'The service is pid {named_pid}, according to {named_by}'],
  cure: 'Check that it has no work, then stop it.',
  example: {
    advice: 'Check that it has no work, then stop it.',
    expected: 'only the process that systemd names',
    actual: '1 orphan',
    evidence: { named_by: 'systemd', named_pid: 4711, orphans: [{ pid: 812 }] },
  },
  docs: {
    brief: 'a process is left over from an earlier session',
    means: [
      'a process matches the service, and its parent is gone. The job manager, lockfile, container',
      'and `/health` name another process.',
    ],
    likely_cause: 'left over from an earlier session; a worker that outlived its master.',
    cure: [
      '`ps -o pid,ppid,lstart,command -p PID`; make sure that it has no work in progress, then',
      '`kill PID`.',
    ],
    goes_away: 'when it has ended.',
  },
} satisfies CatalogueEntry;
