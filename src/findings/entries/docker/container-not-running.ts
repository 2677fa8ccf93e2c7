import { critical } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const containerNotRunning = {
  category: 'docker',
  severity: critical,
  transient: true,
  hidden_while_down: false,
  rests_on: ['containers'],
  roles: ['down', 'stopped', 'fails_dependents', 'cure_interrupts'],
  actions: ['restart-container'],
  title: 'A container of {who} is not running',
  titles: '{who} have stopped containers',
  facts: [
    '{container}: {state}, exit code {exit_code}',
    '{running} of {wanted} tasks of {swarm_service} run',
  ],
  cure: 'Read its log, then start it.',
  example: {
    sometimes: ['container', 'state', 'exit_code'],
    advice: 'Read its log (docker logs event-relay), then start it.',
    expected: 'running',
    actual: 'exited',
    evidence: { container: 'event-relay', state: 'exited', exit_code: 137 },
  },
  docs: {
    brief: 'the container does not run',
    means: [
      'the container exists, but is not up: exited, created, paused or dead. For a swarm service,',
      'fewer tasks run than its manager wants. A container that ended with 0 has done its work if',
      'the manifest says `run: once`, or if another container of its compose project waits for its',
      'end (`service_completed_successfully`). Else it is down if its restart policy would start it',
      'again, or if anything says that it should keep running: an endpoint, `process` or',
      '`instances`, a published port, a health check of its own, trading. If nothing says either,',
      'it is unknown: a worker that a reboot ended looks the same as a migration that is done.',
    ],
    likely_cause: 'it crashed without a restart policy; somebody stopped it.',
    cure: [
      '`docker logs --tail 100 CONTAINER`, then `docker start CONTAINER`; for a swarm, `docker',
      'service ps --no-trunc SERVICE`. For a migration or a batch, set `run: once`.',
    ],
    goes_away: 'when it runs.',
  },
} satisfies CatalogueEntry;
