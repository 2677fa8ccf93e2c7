import { byTier } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const jobFailed = {
  category: 'services',
  severity: byTier,
  transient: true,
  hidden_while_down: false,
  rests_on: ['jobs', 'job'],
  roles: ['stopped', 'fails_dependents', 'cure_interrupts'],
  actions: ['restart-launchd-job', 'restart-systemd-unit'],
  title: 'The job of {who} has failed',
  titles: '{who} have failed jobs',
  facts: ['{name}: {actual}', 'Last exit code: {last_exit}'],
  cure: 'Read its log, fix the cause, then start the job.',
  example: {
    advice: 'Read its log (`journalctl -u event-relay`).',
    expected: 'active',
    actual: 'failed',
    evidence: { name: 'event-relay.service', last_exit: 1, state: 'failed' },
  },
  docs: {
    brief: 'launchd or systemd says that it is down',
    means: [
      'the launchd or systemd job does not do what a job of its kind should:',
      '- its last run failed, or the last run of what a timer, socket or path starts;',
      '- a service is inactive and nothing will start it: no timer, socket, path, bus name or other',
      'unit. A clean `systemctl stop` and an unmet Condition count too;',
      '- a timer, socket, path or mount is inactive; a unit has been starting or stopping for over',
      '10 minutes;',
      '- a launchd job has no process though its KeepAlive asks for one, or launchd cannot start',
      'its program.',
    ],
    likely_cause: 'it crashed and its manager gave up; somebody stopped it and forgot.',
    not_reported: [
      'a oneshot that ended well or is `active (exited)`, a waiting timer, what a socket or the bus',
      'starts.',
    ],
    cure: [
      "`journalctl -u UNIT -n 100` or the job's log, fix the cause, then `sudo systemctl restart",
      'UNIT` or `launchctl kickstart gui/$(id -u)/LABEL`.',
    ],
    goes_away: 'when the job runs, waits, or has ended well.',
  },
} satisfies CatalogueEntry;
