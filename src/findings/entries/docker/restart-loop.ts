import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const restartLoop = {
  category: 'docker',
  severity: high,
  transient: false,
  hidden_while_down: false,
  rests_on: ['containers', 'processes', 'jobs', 'job'],
  roles: ['fails_dependents', 'cure_interrupts'],
  actions: [],
  title: '{who} keeps restarting',
  titles: '{who} keep restarting',
  facts: [
    '{container}: {restart_count} restarts, exit code {exit_code}',
    '{job}: {restarts} starts, last exit {last_exit}',
  ],
  cure: 'Read its log, and stop it while you fix the cause.',
  example: {
    sometimes: ['container', 'restart_count', 'exit_code', 'started_at'],
    advice: 'Read its log: docker logs event-relay',
    expected: 'running',
    actual: 'restarting',
    evidence: {
      container: 'event-relay',
      restart_count: 14,
      exit_code: 137,
      started_at: '2026-03-29T00:00:00.000Z',
    },
  },
  docs: {
    brief: 'the container or job keeps dying',
    means: [
      'the restart policy, systemd or launchd keeps starting it, whatever its exit code. The last',
      'start was within 10 minutes, or the next one is about to happen. It takes 3 starts without a',
      'person; launchd counts every start, so there it takes 10.',
    ],
    likely_cause: [
      'a setting keeps it from starting, it runs out of memory (exit code 137), or a dependency is',
      'down. Under launchd: the program puts itself into the background.',
    ],
    not_reported: [
      'a unit that ends well and waits a minute or more (`RestartSec=`) before systemd starts it',
      'again. A running container that its policy started less than once a day since it was made is unknown: whether it',
      'keeps exiting is seen once it is `restarting`, or exits more often.',
    ],
    cure: [
      "`docker logs --tail 100 CONTAINER`, `journalctl -u UNIT -n 100` or the job's log; stop it",
      'while you fix the cause.',
    ],
    goes_away: 'when it has stayed up for 10 minutes.',
  },
} satisfies CatalogueEntry;
